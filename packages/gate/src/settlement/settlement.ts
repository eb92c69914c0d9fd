import type { Clock } from '@sallyport/trust';
import { type Grant, KEEP_SETTLED_MS, type Settlement as Outcome, type Release } from '../grant/index.ts';
import type { AuditDraft, Store } from '../store/index.ts';
import { type Found, sameBytes, type Upstream } from '../upstream/index.ts';

export interface SettlementParts {
  readonly store: Store;
  readonly upstream: Upstream;
  readonly now: Clock;
}

/**
 * How a reservation ends when its writer did not say (P6): a crash, a lost answer, a lost connection. Anybody who finds one asks the
 * upstream and writes down what it says, with an audit entry.
 */
export interface Settlement {
  /** Attempts whose bytes are on their way in this process: nobody here settles those by asking. */
  readonly inFlight: Set<string>;
  /** Settles a reserved (abandoned) or bound grant by what the upstream has. Leaves it as it is while nobody knows. */
  ask(grant: Grant, requestId: string): Promise<void>;
  /** Every abandoned reservation, at start and from time to time; gives how many were looked at. */
  askAll(limit: number): Promise<number>;
  /** Bound grants: their client may never come back, and the audit should still say what became of them. */
  askBound(limit: number): Promise<void>;
  /** At start with an upstream that nobody else writes to: no reservation has a writer any more, whatever its deadline says. */
  recover(): Promise<number>;
}

const BATCH = 100;
const FOREVER = Number.MAX_SAFE_INTEGER;

export function createSettlement({ store, upstream, now }: SettlementParts): Settlement {
  const inFlight = new Set<string>();

  async function ask(grant: Grant, requestId: string): Promise<void> {
    const { release, attempt } = grant;
    if (release === undefined || attempt === undefined || inFlight.has(attempt)) return;
    const found = await upstream.find(grant.package, release.version, release.shasum);
    const outcome = judge(found, release, upstream.exclusive);
    if (outcome === 'unknown' && grant.state === 'bound') return;
    const at = now();
    await store.grants.settle({
      grantId: grant.id,
      attempt,
      settlement: outcome,
      stageId: found.outcome === 'staged' ? found.stageId : undefined,
      now: at,
      keepUntil: at + KEEP_SETTLED_MS,
      audit: entry(grant, release, found, outcome, at, requestId),
    });
  }

  async function askAbandoned(deadline: number, limit: number): Promise<number> {
    const grants = await store.grants.abandoned(deadline, limit);
    for (const grant of grants) await ask(grant, 'settlement');
    return grants.length;
  }

  return {
    inFlight,
    ask,
    askAll: (limit) => askAbandoned(now(), limit),
    async askBound(limit) {
      for (const grant of await store.grants.bound(limit)) await ask(grant, 'settlement');
    },
    async recover() {
      if (!upstream.exclusive) return askAbandoned(now(), BATCH);
      let looked = 0;
      for (let round = BATCH; round === BATCH; looked += round) round = await askAbandoned(FOREVER, BATCH);
      return looked;
    },
  };
}

/** What the upstream's answer means for the bytes of this release. */
function judge(found: Found, release: Release, exclusive: boolean): Outcome {
  switch (found.outcome) {
    case 'present': {
      const same = sameBytes(found, release);
      if (same === undefined) return 'unknown';
      // Other bytes: the version is taken, so ours can never arrive there.
      return same ? 'published' : 'released';
    }
    case 'staged':
      return 'staged';
    case 'absent':
      // A shared upstream may still be working on what a dead gate sent: only the same bytes may go again.
      return exclusive ? 'released' : 'unknown';
    case 'unknown':
      return 'unknown';
  }
}

function entry(
  grant: Grant,
  release: Release,
  found: Found,
  outcome: Outcome,
  at: number,
  requestId: string,
): AuditDraft {
  const conflict = found.outcome === 'present' && outcome === 'released';
  return {
    at,
    kind: 'publish',
    outcome: conflict ? 'conflict' : outcome === 'published' ? 'accepted' : outcome,
    package: grant.package,
    version: release.version,
    integrity: release.integrity,
    tag: release.tag,
    publisher: grant.publisher,
    ...(found.outcome === 'staged' ? { change: { stageId: found.stageId } } : {}),
    actor: { settledBy: 'asking the upstream', provider: grant.provider, issuer: grant.issuer },
    requestId,
  };
}
