import type { Provider } from '../provider.ts';

/** An issuer of the configuration, beside the built-in public ones. */
export interface ConfiguredIssuer {
  readonly provider: string;
  readonly issuer: string;
  /** Publishers of this provider made without an issuer mean this one. */
  readonly default: boolean;
  /** Its address may be a private one (still https). */
  readonly private: boolean;
  /** http and loopback allowed, for this issuer only. */
  readonly insecure: boolean;
}

/** An `iss` that equals a configured issuer rule (V2), and what holds for it. */
export interface IssuerMatch {
  readonly provider: Provider;
  readonly issuer: string;
  readonly defaultIssuer: boolean;
  readonly private: boolean;
  readonly insecure: boolean;
  /** The segment that filled the template's hole. */
  readonly segment?: string;
  /** Listed in the configuration or exact: strangers cannot evict its keys. Template matches are known only when a publisher names them (V3). */
  readonly listed: boolean;
}
