import type { CryptoKey } from 'jose';
import type { Clock } from '../clock.ts';
import type { IssuerMatch } from '../issuers/model.ts';
import { type Result, refuse } from '../result.ts';
import { loadKeySet } from './discovery.ts';
import type { IssuerFetch } from './fetch.ts';
import { createIssuerKeys, type IssuerKeys, type LoadKeys } from './issuer-keys.ts';
import type { KeyProblem, KeySource } from './model.ts';
import { createStrangers } from './strangers.ts';

export interface KeySourceOptions {
  readonly fetch: IssuerFetch;
  readonly now: Clock;
  /** Whether a publisher names or has pinned this issuer. Asked only where an issuer that is not listed would be fetched. */
  readonly isNamed: (issuer: string) => Promise<boolean>;
}

/**
 * Every issuer's public keys (V3): kept, shared between callers, refreshed in the background, served stale while an issuer is down.
 * Issuers that the configuration lists or a publisher names are kept for good; strangers cannot evict them. Rejects only where isNamed does.
 */
export function createKeySource({ fetch, now, isNamed }: KeySourceOptions): KeySource {
  const load: LoadKeys = (issuer) => loadKeySet(fetch, issuer);
  const kept = new Map<string, IssuerKeys>();
  const strangers = createStrangers(now);

  async function keyFor(issuer: IssuerMatch, kid: string, algorithm: string): Promise<Result<CryptoKey, KeyProblem>> {
    const keys = kept.get(issuer.issuer) ?? (issuer.listed ? keep(issuer.issuer) : undefined);
    if (keys !== undefined) return ask(keys, issuer, kid, algorithm);

    const stranger = strangers.get(issuer.issuer);
    if (stranger?.wantsRefresh(kid) === false) return stranger.answer(kid, algorithm);
    if (await isNamed(issuer.issuer)) return ask(keep(issuer.issuer), issuer, kid, algorithm);
    return askStranger(issuer, kid, algorithm);
  }

  /** Strangers share a few fetches a minute; without one, what is known of them answers. */
  function askStranger(issuer: IssuerMatch, kid: string, algorithm: string) {
    const known = strangers.get(issuer.issuer);
    // Somebody else may have asked while isNamed was looked up.
    if (known?.wantsRefresh(kid) === false) return known.answer(kid, algorithm);
    const retryAfter = strangers.takeFetch();
    if (retryAfter > 0) return known?.hasKeys() === true ? known.answer(kid, algorithm) : busy(retryAfter);
    const keys = known ?? createIssuerKeys(load, now, true);
    if (known === undefined) strangers.add(issuer.issuer, keys);
    return ask(keys, issuer, kid, algorithm);
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
    keyFor,
    status: () => [...kept, ...strangers.entries()].map(([issuer, keys]) => ({ issuer, ...keys.status() })),
  };
}

/** The known key, at once; the issuer is asked beside it when that is due. */
function ask(keys: IssuerKeys, issuer: IssuerMatch, kid: string, algorithm: string) {
  if (keys.wantsRefresh(kid)) keys.refresh(issuer);
  return keys.answer(kid, algorithm);
}

const busy = (retryAfter: number): Result<never, KeyProblem> =>
  refuse({
    reason: 'issuer-unreachable',
    detail: 'too many issuers that nobody configured were asked this minute: list the workspaces that are accepted',
    retryAfter,
  });
