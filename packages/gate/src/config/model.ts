import type { ConfiguredIssuer, Provider } from '@sallyport/trust';

/** The configuration in force: INTERFACE "Configuration", every default filled in, units spelled out (milliseconds, bytes). */
export interface Configuration {
  /** Public address without a path or trailing slash; undefined: the address it listens on. */
  readonly url: string | undefined;
  readonly listen: { readonly host: string; readonly port: number };
  readonly trustProxy: false | readonly string[];
  /** Where Prometheus reads metrics; undefined: nowhere. */
  readonly metrics: { readonly listen: { readonly host: string; readonly port: number } } | undefined;
  /** Absolute path. */
  readonly data: string;
  readonly store: { readonly kind: 'embedded' } | { readonly kind: 'postgres'; readonly url: string };
  /** What seals the secrets of authenticator apps; undefined: a key file in `data`. */
  readonly encryptionKey: Secret | undefined;
  readonly embedded: { readonly anonymousRead: boolean; readonly registration: boolean };
  readonly upstream: {
    /** `embedded`, or an absolute URL without trailing slash (npmjs is resolved through npm's own library). */
    readonly url: string;
    readonly kind: 'auto' | 'verdaccio' | 'npmjs' | 'generic';
    readonly credential: Secret | undefined;
    readonly publishAs: 'publish' | 'stage';
    readonly timeoutMs: number;
  };
  readonly issuers: readonly ConfiguredIssuer[];
  /** Declared providers. */
  readonly providers: readonly ConfiguredProvider[];
  readonly workspaces: readonly string[];
  /** What is switched off: what the file lists, and declared providers whose risk nobody has accepted. */
  readonly disable: readonly string[];
  readonly administrators: { readonly tokens: readonly Secret[] };
  readonly owners: Readonly<Record<string, readonly string[]>>;
  readonly secondFactor: 'required' | 'when-enrolled' | 'off';
  readonly publish: { readonly maxBytes: number; readonly tokenLifetimeMs: number };
  readonly exchange: {
    readonly maxTokenAgeSeconds: number;
    readonly leewaySeconds: number;
    readonly strictAudience: boolean;
    /** A minute; 0: none. */
    readonly rateLimit: { readonly perAddress: number; readonly perRepository: number };
  };
}

/** A provider that the configuration declares. */
export interface ConfiguredProvider {
  /** `file PATH`, or that it stands in the configuration. */
  readonly from: string;
  /** As it was written. */
  readonly declaration: unknown;
  readonly provider: Provider;
  /** The type of the built-in provider whose place it takes. */
  readonly replaces: string | undefined;
}

/** A secret that is read when it is needed, so that a changed file counts at once. Never kept in the configuration itself (A2). */
export interface Secret {
  /** For messages: `environment variable NAME` or `file PATH`. */
  readonly source: string;
  /** Undefined when it is not there (now). Surrounding white space removed. */
  readonly read: () => string | undefined;
}

/** One mistake: its place as a person finds it (`sallyport.yaml:12:3 upstream.timeout`), what was found, what is accepted. */
export interface Mistake {
  readonly place: string;
  readonly message: string;
}
