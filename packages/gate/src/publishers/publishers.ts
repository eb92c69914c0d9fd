import {
  accept,
  type Clock,
  type IssuerDirectory,
  isIssuerOf,
  type ParseContext,
  type Provider,
  parsePublisher,
  type Result,
  refuse,
  samePublisher,
  type TrustedPublisher,
} from '@sallyport/trust';
import type { Actor } from '../audit/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { AuditDraft, Store, StoredPublisher } from '../store/index.ts';
import { toWire } from './wire.ts';

export interface PublishersParts {
  readonly store: Store;
  readonly providers: readonly Provider[];
  readonly issuers: () => IssuerDirectory;
  readonly now: Clock;
  /** A new UUID: npm checks that ids have that form. */
  readonly newId: () => string;
}

/** Who changes trust, and in which request: for the audit. The caller has decided that they may (T1). */
export interface By {
  readonly actor: Actor;
  readonly requestId: string;
}

/** Trusted publishers of a package name or a pattern of names: npm's trust endpoints, and editing. */
export interface Publishers {
  list(name: string): Promise<readonly StoredPublisher[]>;
  /** Takes what npm posts: an array of configurations (a bare object counts as one). Adds all or, when one is wrong, none. */
  add(name: string, body: unknown, by: By): Promise<Result<readonly StoredPublisher[], Refusal>>;
  /** Replaces what the body names, keeps the rest, clears pins (D2), ends the tokens it minted (G3). */
  edit(name: string, id: string, body: unknown, by: By): Promise<Result<StoredPublisher, Refusal>>;
  remove(name: string, id: string, by: By): Promise<Result<undefined, Refusal>>;
}

/** npm sends one; more than this in one request is a mistake. */
const MOST_AT_ONCE = 20;
const EXISTS = 'trusted publisher config already exists for the package. Please delete and re-create.';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function createPublishers(parts: PublishersParts): Publishers {
  const { store, now } = parts;
  return {
    list: (name) => store.publishers.of(name),

    async add(name, body, by) {
      const parsed = parseAll(parts, name, body);
      if (!parsed.ok) return parsed;
      const existing = await store.publishers.of(name);
      const twice = parsed.value.some((one, index) =>
        [...existing, ...parsed.value.slice(0, index)].some((other) => samePublisher(one, other)),
      );
      if (twice) return refuse(refusal('publisher-exists', EXISTS));
      for (const publisher of parsed.value) {
        const added = await store.publishers.add(
          publisher,
          draft(by, 'added', publisher, { after: toWire(publisher) }),
        );
        if (added === 'exists') return refuse(refusal('publisher-exists', EXISTS));
      }
      return parsed;
    },

    async edit(name, id, body, by) {
      const before = await find(store, name, id);
      if (!before.ok) return before;
      const asked = isObject(body) ? body : {};
      // null takes an optional field away.
      const merged = Object.fromEntries(
        Object.entries({ ...toWire(before.value), ...asked }).filter(([, value]) => value !== null),
      );
      const { paused = false, id: _, ...rest }: Record<string, unknown> = merged;
      if (!isObject(body) || typeof paused !== 'boolean')
        return refuse(refusal('publisher-invalid', invalid('send a JSON object with the fields to change')));
      const parsed = parsePublisher(rest, parsing(parts));
      if (!parsed.ok) return refuse(refusal('publisher-invalid', parsed.refusal.message));
      const after: StoredPublisher = {
        ...stored(parts, name, parsed.value),
        id: before.value.id,
        createdAt: before.value.createdAt,
        revision: before.value.revision + 1,
        paused,
      };
      const change = { before: { ...toWire(before.value), pins: before.value.pins }, after: toWire(after) };
      const edited = await store.publishers.edit(after, before.value.revision, draft(by, 'edited', after, change));
      if (edited === 'edited') return accept(after);
      if (edited === 'exists') return refuse(refusal('publisher-exists', EXISTS));
      return refuse(
        refusal(
          'publisher-changed',
          'This trusted publisher was changed by somebody else meanwhile; look at it again, then repeat the edit.',
        ),
      );
    },

    async remove(name, id, by) {
      const before = await find(store, name, id);
      if (!before.ok) return before;
      const removed = await store.publishers.remove(
        name,
        before.value.id,
        draft(by, 'removed', before.value, { before: toWire(before.value) }),
      );
      return removed ? accept(undefined) : notFound();
    },
  };

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

function parseAll(parts: PublishersParts, name: string, body: unknown): Result<readonly StoredPublisher[], Refusal> {
  const items: readonly unknown[] = Array.isArray(body) ? body : [body];
  if (items.length === 0 || items.length > MOST_AT_ONCE) {
    return refuse(refusal('publisher-invalid', invalid(`send an array of one to ${MOST_AT_ONCE} configurations`)));
  }
  const parsed: StoredPublisher[] = [];
  for (const item of items) {
    const one = parsePublisher(item, parsing(parts));
    if (!one.ok) return refuse(refusal('publisher-invalid', one.refusal.message));
    parsed.push(stored(parts, name, one.value));
  }
  return accept(parsed);
}

function stored(parts: PublishersParts, name: string, publisher: Omit<TrustedPublisher, 'id'>): StoredPublisher {
  const now = parts.now();
  return {
    ...publisher,
    id: parts.newId(),
    package: name,
    pins: undefined,
    paused: false,
    createdAt: now,
    revision: 1,
    updatedAt: now,
  };
}

async function find(store: Store, name: string, id: string): Promise<Result<StoredPublisher, Refusal>> {
  if (!UUID.test(id))
    return refuse(
      refusal(
        'publisher-id-invalid',
        'Invalid trusted publisher config id format: it is a UUID, as the list shows it.',
      ),
    );
  const found = (await store.publishers.of(name)).find((publisher) => publisher.id === id.toLowerCase());
  return found === undefined ? notFound() : accept(found);
}

/** An issuer that a publisher names must be one that tokens of its provider can come from. */
const parsing = (parts: PublishersParts): ParseContext => ({
  providers: parts.providers,
  issuerKnown: (type, issuer) => isIssuerOf(parts.issuers(), type, issuer),
});

const notFound = () =>
  refuse(refusal('publisher-not-found', 'Trusted publisher configuration not found for the package.'));
const invalid = (why: string): string => `Invalid trusted publisher configuration: ${why}`;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
