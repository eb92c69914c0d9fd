import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, BlockList, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Whether this names the machine itself. Whoever signs what it is asked to sign must not be reachable from elsewhere. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || loopback.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');

export interface Listening {
  readonly origin: string;
  /** Also ends connections that hang. */
  readonly close: () => Promise<void>;
}

/**
 * Listens on a loopback address; port 0: the system picks one. Throws a RangeError for any other host, and what node throws
 * (EADDRINUSE, EACCES) when it cannot listen.
 */
export async function listen(handle: RequestListener, host: string, port: number): Promise<Listening> {
  if (!isLoopback(host)) throw new RangeError(`${host} is not a loopback address (127.0.0.1, ::1, localhost)`);
  const server = createServer(handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return { origin: originOf(host, bound), close: () => close(server) };
}

/** An IPv6 address stands in brackets in a URL (RFC 3986, section 3.2.2). */
export const originOf = (host: string, port: number): string => `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
