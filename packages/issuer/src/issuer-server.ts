import type { Clock, Provider } from '@sallyport/trust';
import { createIssuer, type Issuer } from './issuer.ts';
import { issuerPlace } from './issuer-url.ts';
import type { SigningKey } from './keys/signing-key.ts';
import { providerNamed } from './provider-named.ts';
import type { Fault } from './server/faults.ts';
import { listen } from './server/listen.ts';
import { createRouter } from './server/router.ts';

export interface IssuerServerOptions {
  /** A loopback address or `localhost`. Default: 127.0.0.1. */
  readonly host?: string;
  /** Default 0: the system picks one. */
  readonly port?: number;
  /** Default: the system's clock. */
  readonly now?: Clock;
}

export interface IssuerOptions {
  /** A provider, or the type of a built-in one. */
  readonly provider: Provider | string;
  /** The workspace or organisation in the issuer's URL, for providers that have one issuer for each. Default: the provider's example. */
  readonly segment?: string;
  /** Another path on the server than the provider's public issuer has, as a self-managed instance would: `/gitlab`. */
  readonly path?: string;
  /** Signs with this key. Default: one that no other open issuer of this process uses. */
  readonly key?: SigningKey;
}

/** One HTTP server on loopback with any number of issuers. */
export interface IssuerServer {
  readonly origin: string;
  /** Starts an issuer. Throws a RangeError when the type, segment or path is wrong or the path is taken. */
  readonly add: (options: IssuerOptions) => Promise<Issuer>;
  /** Puts a fault in the way of any path of the server. */
  readonly fail: (path: string, fault: Fault) => void;
  readonly heal: (path: string) => void;
  /** Requests for this path so far, answered or not. */
  readonly requests: (path: string) => number;
  /** Ends open and hanging connections too. */
  readonly close: () => Promise<void>;
}

/** Starts a server without an issuer yet. Throws a RangeError when the host is not loopback, and what node throws when it cannot listen. */
export async function startIssuerServer(options: IssuerServerOptions = {}): Promise<IssuerServer> {
  const { host = '127.0.0.1', port = 0, now = Date.now } = options;
  const router = createRouter();
  const { origin, close } = await listen(router.handle, host, port);
  const closing: (() => void)[] = [];
  return {
    origin,
    add: async ({ provider: wanted, segment, path, key }) => {
      const provider = providerNamed(wanted);
      const place = path === undefined ? issuerPlace(provider, segment) : { path: checkedPath(path), fixed: {} };
      const issuer = await createIssuer({ provider, origin, router, now, ...place }, key);
      closing.push(issuer.close);
      return issuer;
    },
    fail: router.fail,
    heal: router.heal,
    requests: router.requests,
    close: async () => {
      await close();
      for (const end of closing.splice(0)) end();
    },
  };
}

/** An `iss` is compared as text (V2), so its path must be what every URL parser makes of it. */
function checkedPath(path: string): string {
  if (/^(?:\/[A-Za-z0-9._~-]+)*$/.test(path) && !/\/\.\.?(?:\/|$)/.test(path)) return path;
  throw new RangeError(`an issuer's path is empty or like /gitlab or /_services/token`);
}
