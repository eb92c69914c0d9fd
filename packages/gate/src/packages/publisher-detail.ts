import { type Pins, type Provider, type Snippet, type Strength, whatItAccepts } from '@sallyport/trust';
import { type Reader, shownTo } from '../audit/index.ts';
import { toWire, type WirePublisher } from '../publishers/index.ts';
import type { AuditEntry, StoredPublisher } from '../store/index.ts';
import { isoTime, type PackagesParts } from './model.ts';
import { strengthIn } from './strength.ts';

/** A trusted publisher with what people ask about it. */
export interface PublisherDetail {
  /** The package or pattern that it is configured for. */
  readonly on: string;
  readonly publisher: WirePublisher;
  readonly accepts: string;
  readonly strength: Strength;
  readonly snippet?: Snippet;
  readonly pins?: Pins;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly revision: number;
  /** The exchanges that it accepted first and last, of those that the reader may see. */
  readonly firstUse?: AuditEntry;
  readonly lastUse?: AuditEntry;
}

/** @param packageName whom the snippet is for: the package, or the pattern, whose page this is */
export async function detailOf(
  parts: PackagesParts,
  reader: Reader,
  packageName: string,
  publisher: StoredPublisher,
): Promise<PublisherDetail> {
  const provider = parts.issuers().provider(publisher.type);
  const [firstUse, lastUse] = await Promise.all([use('first'), use('last')]);
  return {
    on: publisher.package,
    publisher: toWire(publisher),
    accepts: sentence(publisher, provider),
    strength: strengthIn(publisher, parts.issuers()),
    ...(provider === undefined
      ? {}
      : { snippet: provider.snippet({ package: packageName, registry: parts.url(), audience: parts.audience() }) }),
    ...(publisher.pins === undefined ? {} : { pins: publisher.pins }),
    createdAt: isoTime(publisher.createdAt),
    updatedAt: isoTime(publisher.updatedAt),
    revision: publisher.revision,
    ...(firstUse === undefined ? {} : { firstUse }),
    ...(lastUse === undefined ? {} : { lastUse }),
  };

  async function use(which: 'first' | 'last'): Promise<AuditEntry | undefined> {
    const [entry] = await parts.store.audit.list({
      publisher: publisher.id,
      kind: 'exchange',
      outcome: 'accepted',
      ...(reader.within === undefined ? {} : { within: reader.within }),
      oldestFirst: which === 'first',
      limit: 1,
    });
    return entry === undefined ? undefined : shownTo(reader, entry);
  }
}

const sentence = (publisher: StoredPublisher, provider: Provider | undefined): string =>
  provider === undefined
    ? `Nothing: this gate does not know the provider ${publisher.type}.`
    : whatItAccepts(publisher, provider, publisher.package);
