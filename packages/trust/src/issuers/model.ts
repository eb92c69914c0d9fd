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

/** An issuer rule that the gate knows, for people who choose one. */
export interface ListedIssuer {
  readonly provider: Provider;
  /** Exact; undefined for a public issuer with a hole. */
  readonly issuer: string | undefined;
  /** The public issuer with `{segment}` for its hole; undefined for an exact one. */
  readonly template: string | undefined;
  /** It stands in the configuration. */
  readonly configured: boolean;
  readonly defaultIssuer: boolean;
  readonly private: boolean;
  readonly insecure: boolean;
  readonly disabled: boolean;
}
