import type { Clock } from '@sallyport/trust';
import { LRUCache } from 'lru-cache';
import type { AuditDraft, AuditEntry, AuditFilter, Store } from '../store/index.ts';

/** Refused exchanges written a minute and repository (A1); the rest is counted and said in the next entry. */
export const REFUSALS_PER_MINUTE = 10;
const REPOSITORIES_REMEMBERED = 10_000;
const MINUTE_MS = 60_000;

export interface AuditParts {
  readonly store: Store;
  readonly now: Clock;
  /** Told of each refusal that is counted instead of written. */
  readonly unwritten?: () => void;
}

/** What happened, in order, for those who must believe it. Acceptances and changes are written by the statement that makes them (A1). */
export interface Audit {
  /**
   * A refusal of a validly signed token: at most REFUSALS_PER_MINUTE a minute for each `repository`, then counted (A1), so that a
   * broken pipeline in a loop cannot fill the store.
   */
  refused(draft: AuditDraft, repository: string): Promise<void>;
  list(filter: AuditFilter): Promise<readonly AuditEntry[]>;
}

interface Window {
  readonly started: number;
  written: number;
  left: number;
}

export function createAudit({ store, now, unwritten }: AuditParts): Audit {
  const windows = new LRUCache<string, Window>({ max: REPOSITORIES_REMEMBERED });
  return {
    async refused(draft, repository) {
      const before = windows.get(repository);
      const open = before !== undefined && now() - before.started < MINUTE_MS;
      if (open && before.written >= REFUSALS_PER_MINUTE) {
        before.left += 1;
        unwritten?.();
        return;
      }
      const window = open ? before : { started: now(), written: 0, left: 0 };
      window.written += 1;
      windows.set(repository, window);
      const left = open ? 0 : (before?.left ?? 0);
      await store.audit.append(
        left === 0 ? draft : { ...draft, actor: { ...draft.actor, refusedBeforeUnwritten: left } },
      );
    },
    list: (filter) => store.audit.list(filter),
  };
}
