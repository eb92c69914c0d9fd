import { accept, type Clock, type IssuerDirectory, type Result, refuse, samePublisher } from '@sallyport/trust';
import type { Shown } from '../confirmations/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { AuditDraft, Store, StoredPublisher } from '../store/index.ts';
import { parseEdit, parseNew } from './parse.ts';
import type { By, Plan } from './plan.ts';
import { addShown, editShown, listShown, removeShown } from './shown.ts';
import { toWire } from './wire.ts';

export interface PublishersParts {
  readonly store: Store;
  readonly issuers: () => IssuerDirectory;
  readonly now: Clock;
  /** A new UUID: npm checks that ids have that form. */
  readonly newId: () => string;
}

/**
 * Trusted publishers of a package name or a pattern of names: npm's trust endpoints, and editing. A change is planned, which finds what is
 * wrong with it and says what it will do, and then applied: between the two a person may have to confirm it (T1).
 */
export interface Publishers {
  list(name: string): Promise<readonly StoredPublisher[]>;
  /** What listing shows of itself where it needs a second factor. */
  listShown(name: string): Shown;
  /** Takes what npm posts: an array of configurations (a bare object counts as one). Adds all or, when one is wrong, none. */
  planAdd(name: string, body: unknown): Promise<Result<Plan<readonly StoredPublisher[]>, Refusal>>;
  /** Replaces what the body names, keeps the rest, clears pins (D2), ends the tokens it minted (G3). */
  planEdit(name: string, id: string, body: unknown): Promise<Result<Plan<StoredPublisher>, Refusal>>;
  planRemove(name: string, id: string): Promise<Result<Plan<undefined>, Refusal>>;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function createPublishers(parts: PublishersParts): Publishers {
  const { store, now, issuers } = parts;
  return {
    list: (name) => store.publishers.of(name),
    listShown,

    async planAdd(name, body) {
      const parsed = parseNew(parts, name, body);
      if (!parsed.ok) return parsed;
      const existing = await store.publishers.of(name);
      const twice = parsed.value.some((one, index) =>
        [...existing, ...parsed.value.slice(0, index)].some((other) => samePublisher(one, other)),
      );
      if (twice) return refuse(EXISTS);
      const apply = async (by: By): Promise<Result<readonly StoredPublisher[], Refusal>> => {
        for (const publisher of parsed.value) {
          const audit = draft(by, 'added', publisher, { after: toWire(publisher) });
          if ((await store.publishers.add(publisher, audit)) === 'exists') return refuse(EXISTS);
        }
        return parsed;
      };
      return accept({ shown: addShown(name, parsed.value, issuers()), apply });
    },

    async planEdit(name, id, body) {
      const before = await find(name, id);
      if (!before.ok) return before;
      const after = parseEdit(parts, before.value, body);
      if (!after.ok) return after;
      const change = { before: { ...toWire(before.value), pins: before.value.pins }, after: toWire(after.value) };
      const apply = async (by: By): Promise<Result<StoredPublisher, Refusal>> => {
        const audit = draft(by, 'edited', after.value, change);
        const edited = await store.publishers.edit(after.value, before.value.revision, audit);
        if (edited === 'edited') return after;
        return refuse(edited === 'exists' ? EXISTS : CHANGED);
      };
      return accept({ shown: editShown(before.value, after.value, issuers()), apply });
    },

    async planRemove(name, id) {
      const before = await find(name, id);
      if (!before.ok) return before;
      const apply = async (by: By): Promise<Result<undefined, Refusal>> => {
        const audit = draft(by, 'removed', before.value, { before: toWire(before.value) });
        return (await store.publishers.remove(name, before.value.id, audit)) ? accept(undefined) : refuse(NOT_FOUND);
      };
      return accept({ shown: removeShown(before.value, issuers()), apply });
    },
  };

  async function find(name: string, id: string): Promise<Result<StoredPublisher, Refusal>> {
    if (!UUID.test(id)) return refuse(ID_INVALID);
    const found = (await store.publishers.of(name)).find((publisher) => publisher.id === id.toLowerCase());
    return found === undefined ? refuse(NOT_FOUND) : accept(found);
  }

  function draft(by: By, outcome: string, publisher: StoredPublisher, change: unknown): AuditDraft {
    return {
      at: now(),
      kind: 'trust',
      outcome,
      package: publisher.package,
      publisher: publisher.id,
      actor: by.actor,
      change,
      requestId: by.requestId,
    };
  }
}

const EXISTS = refusal(
  'publisher-exists',
  'trusted publisher config already exists for the package. Please delete and re-create.',
);
const CHANGED = refusal(
  'publisher-changed',
  'This trusted publisher was changed by somebody else meanwhile; look at it again, then repeat the edit.',
);
const ID_INVALID = refusal(
  'publisher-id-invalid',
  'Invalid trusted publisher config id format: it is a UUID, as the list shows it.',
);
const NOT_FOUND = refusal('publisher-not-found', 'Trusted publisher configuration not found for the package.');
