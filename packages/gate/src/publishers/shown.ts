import { type IssuerDirectory, whatItAccepts } from '@sallyport/trust';
import type { Shown } from '../confirmations/index.ts';
import type { StoredPublisher } from '../store/index.ts';
import { toWire } from './wire.ts';

export const listShown = (name: string): Shown => ({
  action: 'list',
  sentence: `Show the trusted publishers of ${name}.`,
  package: name,
});

/** Several in one request are all listed: nothing comes in behind another. */
export function addShown(name: string, added: readonly StoredPublisher[], issuers: IssuerDirectory): Shown {
  const sentences = added.map((publisher) => accepted(publisher, issuers));
  const publishers = added.map(withoutId);
  return {
    action: 'add',
    sentence:
      sentences.length === 1
        ? `Add a trusted publisher to ${name}: ${sentences.join('')}`
        : `Add ${sentences.length} trusted publishers to ${name}: ${sentences.map((text, index) => `(${index + 1}) ${text}`).join(' ')}`,
    package: name,
    publisher: publishers.length === 1 ? publishers[0] : publishers,
    after: publishers,
  };
}

export function editShown(before: StoredPublisher, after: StoredPublisher, issuers: IssuerDirectory): Shown {
  return {
    action: 'edit',
    sentence: `Change a trusted publisher of ${after.package}: ${after.paused ? 'it is paused and accepts nothing. When it is resumed: ' : ''}${accepted(after, issuers)} Its tokens end, and what it pinned is forgotten.`,
    package: after.package,
    publisher: toWire(after),
    before: toWire(before),
    after: toWire(after),
  };
}

export const removeShown = (before: StoredPublisher, issuers: IssuerDirectory): Shown => ({
  action: 'remove',
  sentence: `Remove a trusted publisher of ${before.package}; its tokens end: ${accepted(before, issuers)}`,
  package: before.package,
  publisher: toWire(before),
  before: toWire(before),
});

function accepted(publisher: StoredPublisher, issuers: IssuerDirectory): string {
  const provider = issuers.provider(publisher.type);
  return provider === undefined ? `Runs of ${publisher.type}.` : whatItAccepts(publisher, provider);
}

/** The id is made anew by the request that adds it: what people confirm does not have one yet. */
function withoutId(publisher: StoredPublisher): unknown {
  const { id: _, ...rest } = toWire(publisher);
  return rest;
}
