import type { Clock } from '../clock.ts';
import { UNKNOWN_ISSUER_CACHE, UNKNOWN_ISSUER_FETCHES_PER_MINUTE } from '../limits.ts';
import type { IssuerKeys } from './issuer-keys.ts';

const MINUTE_MS = 60_000;

/** Issuers that neither the configuration nor a publisher names: few, forgotten when unused, and seldom fetched (V3). */
export interface Strangers {
  /** What is kept of an issuer; counts as use. */
  get(issuer: string): IssuerKeys | undefined;
  /** Keeps it, and forgets the one that has not been used for the longest time when there are too many. */
  add(issuer: string, keys: IssuerKeys): void;
  remove(issuer: string): void;
  /** Takes one of the fetches of this minute and gives 0; or the seconds until there is one again. One fetch: discovery and key set. */
  takeFetch(): number;
  entries(): Iterable<readonly [string, IssuerKeys]>;
}

export function createStrangers(now: Clock): Strangers {
  // A Map keeps the order of insertion: first is oldest.
  const held = new Map<string, IssuerKeys>();
  let fetchedAt: readonly number[] = [];

  return {
    get(issuer) {
      const keys = held.get(issuer);
      if (keys !== undefined) {
        held.delete(issuer);
        held.set(issuer, keys);
      }
      return keys;
    },
    add(issuer, keys) {
      held.set(issuer, keys);
      const [oldest] = held.keys();
      if (held.size > UNKNOWN_ISSUER_CACHE && oldest !== undefined) held.delete(oldest);
    },
    remove(issuer) {
      held.delete(issuer);
    },
    takeFetch() {
      const at = now();
      fetchedAt = fetchedAt.filter((time) => time <= at && at - time < MINUTE_MS);
      const [first] = fetchedAt;
      if (first !== undefined && fetchedAt.length >= UNKNOWN_ISSUER_FETCHES_PER_MINUTE) {
        return Math.ceil((first + MINUTE_MS - at) / 1000);
      }
      fetchedAt = [...fetchedAt, at];
      return 0;
    },
    entries: () => held,
  };
}
