import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { type Address, type AddressKind, addressKind } from './addresses.ts';

/** Every address of a host name. */
export type Resolve = (hostname: string) => Promise<readonly Address[]>;

/** Connections only to addresses of these kinds: the check is the connection's own resolver, so no other address can follow it. */
export function guardedAgent(allowed: ReadonlySet<AddressKind>, resolve: Resolve): Agent {
  return new Agent({
    connect: { lookup: guardedLookup(allowed, resolve) },
    allowH2: false,
    pipelining: 1,
    maxHeaderSize: 16 * 1024,
  });
}

/** One address that may not be asked refuses the whole name: an honest issuer's name has none. */
function guardedLookup(allowed: ReadonlySet<AddressKind>, resolve: Resolve): LookupFunction {
  const check = async (hostname: string): Promise<readonly [Address, ...Address[]]> => {
    const [first, ...others] = await resolve(hostname);
    if (first === undefined) throw new RefusedAddress();
    const addresses = [first, ...others] as const;
    if (!addresses.every(({ address }) => allowed.has(addressKind(address)))) throw new RefusedAddress();
    return addresses;
  };
  return (hostname, options, done) => {
    check(hostname).then(
      (addresses) => {
        if (options.all === true) setImmediate(done, null, [...addresses]);
        else setImmediate(done, null, addresses[0].address, addresses[0].family);
      },
      (error: unknown) => setImmediate(done, error instanceof Error ? error : new Error('No address'), '', 4),
    );
  };
}

class RefusedAddress extends Error {
  readonly code = 'ADDRESS_REFUSED';
}

/** Whether a connection failed because of its address; node:net wraps the errors of several attempts into one. */
export const isRefusedAddress = (error: unknown): boolean =>
  error instanceof RefusedAddress ||
  (error instanceof AggregateError && error.errors.some(isRefusedAddress)) ||
  (error instanceof Error && error.cause !== undefined && isRefusedAddress(error.cause));

export const systemResolve: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
