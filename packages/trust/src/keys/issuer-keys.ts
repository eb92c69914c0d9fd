import type { CryptoKey } from 'jose';
import type { Clock } from '../clock.ts';
import type { IssuerMatch } from '../issuers/model.ts';
import { KEY_COOL_DOWN_MS, KEY_FRESH_MS, KEY_STALE_MS, REFUSED_ISSUER_MS } from '../limits.ts';
import { accept, type Result, refuse } from '../result.ts';
import type { Loaded, LoadProblem } from './discovery.ts';
import type { KeySet } from './key-set.ts';
import type { IssuerStatus, KeyProblem } from './model.ts';

export type LoadKeys = (issuer: IssuerMatch) => Promise<Result<Loaded, LoadProblem>>;

/** What is known of one issuer's keys. */
export interface IssuerKeys {
  /** Whether asking the issuer now is due and allowed: no request in flight, no cool-down, and the key unknown or not fresh (V3). Without kid: a probe. */
  wantsRefresh(kid?: string): boolean;
  /** Begins to ask the issuer, in the background; only where wantsRefresh says so. */
  refresh(issuer: IssuerMatch): void;
  /** The key, waiting for the request in flight only where nothing known can serve. */
  answer(kid: string, algorithm: string): Promise<Result<CryptoKey, KeyProblem>>;
  hasKeys(): boolean;
  /** After the request in flight, if there is one. */
  settled(): Promise<void>;
  status(): Omit<IssuerStatus, 'issuer'>;
}

/** @param remembersRefusals a stranger: without keys, it is not asked again for REFUSED_ISSUER_MS. */
export function createIssuerKeys(load: LoadKeys, now: Clock, remembersRefusals: boolean): IssuerKeys {
  let keys: KeySet | undefined;
  let refreshedAt: number | undefined;
  let failedAt: number | undefined;
  let problem: LoadProblem | undefined;
  let clockDifference: number | undefined;
  let inFlight: Promise<void> | undefined;

  const isWithin = (since: number | undefined, duration: number): boolean =>
    since !== undefined && now() >= since && now() - since < duration;
  const servable = (): KeySet | undefined => (isWithin(refreshedAt, KEY_STALE_MS) ? keys : undefined);
  const coolDown = (): number => (remembersRefusals && keys === undefined ? REFUSED_ISSUER_MS : KEY_COOL_DOWN_MS);
  const isCooling = (): boolean => isWithin(refreshedAt, KEY_COOL_DOWN_MS) || isWithin(failedAt, coolDown());
  const retryAfter = (): number => {
    const last = Math.max(refreshedAt ?? 0, failedAt ?? 0);
    return Math.max(1, Math.ceil((last + coolDown() - now()) / 1000));
  };

  async function reload(issuer: IssuerMatch): Promise<void> {
    const loaded = await loadSafely(load, issuer);
    if (loaded.ok) {
      keys = loaded.value.keys;
      refreshedAt = now();
      clockDifference = loaded.value.date === undefined ? undefined : loaded.value.date - refreshedAt;
      problem = undefined;
    } else {
      failedAt = now();
      problem = loaded.refusal;
    }
    inFlight = undefined;
  }

  return {
    wantsRefresh(kid) {
      if (inFlight !== undefined) return false;
      // The hot path ends here: a fresh key, and nothing else asked.
      if (kid !== undefined && isWithin(refreshedAt, KEY_FRESH_MS) && keys?.has(kid) === true) return false;
      return !isCooling();
    },
    refresh(issuer) {
      inFlight = reload(issuer);
    },
    async answer(kid, algorithm) {
      const waits = inFlight !== undefined && servable()?.has(kid) !== true;
      if (waits) await inFlight;
      const known = servable()?.get(kid);
      if (known !== undefined) {
        const key = known.ok ? known.value.get(algorithm) : undefined;
        if (key !== undefined) return accept(key);
        return refuse({ reason: 'key-unfit', detail: known.ok ? `it is not for ${algorithm}` : known.refusal });
      }
      if (problem !== undefined) {
        return refuse(problem.reason === 'issuer-unreachable' ? { ...problem, retryAfter: retryAfter() } : problem);
      }
      const unknown = { reason: 'key-unknown', detail: 'no key of the issuer has this kid' } as const;
      // Not asked just now, because of the cool-down: a rotation in these seconds is found by trying again.
      return refuse(waits ? unknown : { ...unknown, retryAfter: retryAfter() });
    },
    hasKeys: () => keys !== undefined,
    settled: async () => inFlight,
    status: () => ({ keys: fitKeys(keys), refreshedAt, failedAt, problem: problem?.detail, clockDifference }),
  };
}

const fitKeys = (keys: KeySet | undefined): number => [...(keys?.values() ?? [])].filter(({ ok }) => ok).length;

/** A fault of the injected fetch must not leave a request in flight for ever, nor end the process in the background. */
async function loadSafely(load: LoadKeys, issuer: IssuerMatch): Promise<Result<Loaded, LoadProblem>> {
  try {
    return await load(issuer);
  } catch (fault) {
    const detail = `the request failed: ${fault instanceof Error ? fault.name : 'unknown fault'}`;
    return refuse({ reason: 'issuer-unreachable', detail });
  }
}
