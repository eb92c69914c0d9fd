import type { Clock, KeySource } from '@sallyport/trust';
import type { LiveAudit } from './audit/index.ts';
import type { Health } from './checks/index.ts';
import type { Readings } from './metrics/index.ts';
import type { Settlement } from './settlement/index.ts';
import type { Store } from './store/index.ts';

export interface ReadingParts {
  readonly keys: KeySource;
  readonly store: Pick<Store, 'grants'>;
  readonly settlement: Pick<Settlement, 'inFlight'>;
  readonly liveAudit: Pick<LiveAudit, 'open'>;
  readonly health: Health;
  readonly now: Clock;
}

/** More unsettled grants than these are as alarming, and a scrape stays short. */
const MOST_COUNTED = 1_000;

/** What a scrape looks at: nothing is counted in the background. */
export const createReadings = ({ keys, store, settlement, liveAudit, health, now }: ReadingParts): Readings => ({
  issuers() {
    const failing = keys.status().filter(({ problem }) => problem !== undefined).length;
    return { ok: keys.status().length - failing, failing };
  },
  async unsettled() {
    const [abandoned, bound] = await Promise.all([
      store.grants.abandoned(now(), MOST_COUNTED),
      store.grants.bound(MOST_COUNTED),
    ]);
    return { abandoned: abandoned.length, bound: bound.length };
  },
  inFlight: () => settlement.inFlight.size,
  streams: () => liveAudit.open(),
  health,
});
