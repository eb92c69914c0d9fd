/** What discovery and key sets are fetched with. The guarded implementation, with its address checks, is the gate's (V3). */
export type IssuerFetch = (url: string, options: IssuerFetchOptions) => Promise<FetchedText>;

export interface IssuerFetchOptions {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Private and loopback addresses are allowed for this issuer. */
  readonly allowPrivate: boolean;
  /** http is allowed for this issuer (loopback only). */
  readonly allowInsecure: boolean;
}

/** A complete answer with status 200, or what went wrong. Never throws, never follows a redirect. */
export type FetchedText =
  | {
      readonly ok: true;
      readonly body: string;
      /** The answer's Date header (RFC 9110 section 6.6.1), in milliseconds since 1970; left out where it has none. */
      readonly date?: number;
    }
  | {
      readonly ok: false;
      readonly cause: 'timeout' | 'too-large' | 'address-refused' | 'redirect' | 'status' | 'network';
      /** The HTTP status, where cause is `status` or `redirect`. */
      readonly status?: number;
    };
