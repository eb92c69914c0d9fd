import {
  accept,
  isIssuerOf,
  type ParseContext,
  parsePublisher,
  type Result,
  refuse,
  type TrustedPublisher,
} from '@sallyport/trust';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { StoredPublisher } from '../store/index.ts';
import type { PublishersParts } from './publishers.ts';
import { toWire } from './wire.ts';

/** npm sends one; more than this in one request is a mistake. */
const MOST_AT_ONCE = 20;

/** What npm posts: an array of configurations; a bare object counts as one. All are valid, or the first mistake is given. */
export function parseNew(
  parts: PublishersParts,
  name: string,
  body: unknown,
): Result<readonly StoredPublisher[], Refusal> {
  const items: readonly unknown[] = Array.isArray(body) ? body : [body];
  if (items.length === 0 || items.length > MOST_AT_ONCE)
    return invalid(`send an array of one to ${MOST_AT_ONCE} configurations`);
  const parsed: StoredPublisher[] = [];
  for (const item of items) {
    const one = parsePublisher(item, parsing(parts));
    if (!one.ok) return refuse(refusal('publisher-invalid', one.refusal.message));
    const now = parts.now();
    parsed.push({ ...fresh(one.value, name, now), id: parts.newId(), paused: false, createdAt: now, revision: 1 });
  }
  return accept(parsed);
}

/** A publisher with the fields that the body names changed, `null` taking an optional one away. Pins are cleared (D2), the revision grows (G3). */
export function parseEdit(
  parts: PublishersParts,
  before: StoredPublisher,
  body: unknown,
): Result<StoredPublisher, Refusal> {
  const asked = isObject(body) ? body : {};
  const merged = Object.fromEntries(
    Object.entries({ ...toWire(before), ...asked }).filter(([, value]) => value !== null),
  );
  const { paused = false, id: _, ...rest }: Record<string, unknown> = merged;
  if (!isObject(body) || typeof paused !== 'boolean') return invalid('send a JSON object with the fields to change');
  const parsed = parsePublisher(rest, parsing(parts));
  if (!parsed.ok) return refuse(refusal('publisher-invalid', parsed.refusal.message));
  const { id, createdAt, revision } = before;
  return accept({
    ...fresh(parsed.value, before.package, parts.now()),
    id,
    createdAt,
    revision: revision + 1,
    paused,
  });
}

const fresh = (publisher: Omit<TrustedPublisher, 'id'>, name: string, updatedAt: number) => ({
  ...publisher,
  package: name,
  pins: undefined,
  updatedAt,
});

/** An issuer that a publisher names must be one that tokens of its provider can come from. */
const parsing = (parts: PublishersParts): ParseContext => ({
  providers: parts.issuers().providers,
  issuerKnown: (type, issuer) => isIssuerOf(parts.issuers(), type, issuer),
});

const invalid = (why: string) =>
  refuse(refusal('publisher-invalid', `Invalid trusted publisher configuration: ${why}`));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
