import type { Clock } from '../clock.ts';
import type { IssuerMatch } from '../issuers/model.ts';
import { refuse } from '../result.ts';
import { loadKeySet } from './discovery.ts';
import type { IssuerFetch } from './fetch.ts';
import { createIssuerKeys, type IssuerKeys, type LoadKeys } from './issuer-keys.ts';
import type { KeyProblem, KeySource, Probed } from './model.ts';
import { createStrangers } from './strangers.ts';

export interface KeySourceOptions {
  readonly fetch: IssuerFetch;
  readonly now: Clock;
  /** Whether a publisher names or has pinned this issuer. Asked only where an issuer that is not listed would be fetched. */
  readonly isNamed: (issuer: string) => Promise<boolean>;
}

/**
 * Every issuer's public keys (V3): kept, shared between callers, refreshed in the background, served stale while an issuer is down.
 * Issuers that the configuration lists or a publisher names are kept for good; strangers cannot evict them. Rejects only where isNamed
 * does.
 */
export function createKeySource({ fetch, now, isNamed }: KeySourceOptions): KeySource {
  const load: LoadKeys = (issuer) => loadKeySet(fetch, issuer);
  const kept = new Map<string, IssuerKeys>();
  const strangers = createStrangers(now);

  /** The issuer's keys, asked for where that is due; `busy` where it may not be asked now and nothing is known of it. */
  async function keysOf(issuer: IssuerMatch, kid?: string): Promise<IssuerKeys | Busy> {
    const keys = kept.get(issuer.issuer) ?? (issuer.listed ? keep(issuer.issuer) : undefined);
    if (keys !== undefined) return refreshed(keys, issuer, kid);

    const stranger = strangers.get(issuer.issuer);
    if (stranger?.wantsRefresh(kid) === false) return stranger;
    if (await isNamed(issuer.issuer)) return refreshed(keep(issuer.issuer), issuer, kid);
    return askStranger(issuer, kid);
  }

  /** Strangers share a few fetches a minute; without one, what is known of them answers. */
  function askStranger(issuer: IssuerMatch, kid: string | undefined): IssuerKeys | Busy {
    const known = strangers.get(issuer.issuer);
    // Somebody else may have asked while isNamed was looked up.
    if (known?.wantsRefresh(kid) === false) return known;
    const retryAfter = strangers.takeFetch();
    if (retryAfter > 0) return known?.hasKeys() === true ? known : { retryAfter };
    const keys = known ?? createIssuerKeys(load, now, true);
    if (known === undefined) strangers.add(issuer.issuer, keys);
    return refreshed(keys, issuer, kid);
  }

  /** What is known of a stranger moves along; a remembered refusal does not. */
  function keep(issuer: string): IssuerKeys {
    const stranger = strangers.get(issuer);
    const keys = kept.get(issuer) ?? (stranger?.hasKeys() === true ? stranger : createIssuerKeys(load, now, false));
    strangers.remove(issuer);
    kept.set(issuer, keys);
    return keys;
  }

  return {
    async keyFor(issuer, kid, algorithm) {
      const keys = await keysOf(issuer, kid);
      return 'retryAfter' in keys ? refuse(busy(keys.retryAfter)) : keys.answer(kid, algorithm);
    },
    async probe(issuer) {
      const keys = await keysOf(issuer);
      if ('retryAfter' in keys) return unasked(issuer, keys.retryAfter);
      await keys.settled();
      return { issuer: issuer.issuer, ...keys.status() };
    },
    status: () => [...kept, ...strangers.entries()].map(([issuer, keys]) => ({ issuer, ...keys.status() })),
  };
}

/** A stranger that may not be asked now; seconds. */
interface Busy {
  readonly retryAfter: number;
}

/** The issuer is asked in the background when that is due; what is known of it answers at once. */
function refreshed(keys: IssuerKeys, issuer: IssuerMatch, kid: string | undefined): IssuerKeys {
  if (keys.wantsRefresh(kid)) keys.refresh(issuer);
  return keys;
}

const BUSY = 'too many issuers that nobody configured were asked this minute: list the workspaces that are accepted';

const busy = (retryAfter: number): KeyProblem => ({ reason: 'issuer-unreachable', detail: BUSY, retryAfter });

const unasked = ({ issuer }: IssuerMatch, retryAfter: number): Probed => ({
  issuer,
  keys: 0,
  refreshedAt: undefined,
  failedAt: undefined,
  problem: BUSY,
  clockDifference: undefined,
  retryAfter,
});
