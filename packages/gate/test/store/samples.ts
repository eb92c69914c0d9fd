import { randomUUID } from 'node:crypto';
import type { AuditDraft, GrantStore, Reserve, Settle, Store, StoredPublisher } from '../../src/store/index.ts';

type Mint = Parameters<GrantStore['mint']>[0];

export const NOW = Date.UTC(2026, 10, 24, 10);
export const LATER = NOW + 600_000;

export const newId = (): string => randomUUID();
export const newPackage = (): string => `@s${randomUUID().slice(0, 8)}/hello`;

export const newAccount = (): string => `person:${randomUUID()}`;

export const anAudit = (changes: Partial<AuditDraft> = {}): AuditDraft => ({
  at: NOW,
  kind: 'exchange',
  outcome: 'accepted',
  actor: { kind: 'run' },
  requestId: 'request-1',
  ...changes,
});

export const aPublisher = (changes: Partial<StoredPublisher> = {}): StoredPublisher => ({
  id: newId(),
  package: newPackage(),
  type: 'example',
  claims: { repository: `r-${randomUUID()}` },
  permissions: ['createPackage'],
  pins: undefined,
  paused: false,
  revision: 1,
  createdAt: NOW,
  updatedAt: NOW,
  ...changes,
});

/** A mint that the publisher allows. */
export const aMint = (publisher: StoredPublisher, changes: Partial<Mint> = {}): Mint => ({
  grantId: newId(),
  package: publisher.package,
  action: 'createPackage',
  publisher: publisher.id,
  revision: publisher.revision,
  pins: { iss: 'https://issuer.example', repository_id: '1' },
  provider: 'example',
  issuer: 'https://issuer.example',
  jti: undefined,
  tokenHash: newId(),
  now: NOW,
  tokenExpiresAt: LATER,
  keepUntil: LATER,
  audit: anAudit({ package: publisher.package }),
  publishedBy: { provider: 'example', repository: undefined, run: 'https://ci.example/1', claims: { branch: 'main' } },
  ...changes,
});

export const RELEASE = { version: '1.0.0', integrity: 'sha512-AAAA', shasum: 'a'.repeat(40), tag: 'latest' };

export const aReserve = (mint: Mint, changes: Partial<Reserve> = {}): Reserve => ({
  grantId: mint.grantId,
  tokenHash: mint.tokenHash,
  release: RELEASE,
  attempt: newId(),
  now: NOW,
  deadline: NOW + 15_000,
  audit: anAudit({ kind: 'publish', outcome: 'reserved', package: mint.package }),
  ...changes,
});

export const aSettle = (reserve: Reserve, settlement: Settle['settlement'], changes: Partial<Settle> = {}): Settle => ({
  grantId: reserve.grantId,
  attempt: reserve.attempt,
  settlement,
  now: NOW,
  keepUntil: LATER,
  audit: anAudit({ kind: 'publish', outcome: settlement, package: reserve.audit.package ?? '' }),
  ...changes,
});

export async function added(store: Store, changes: Partial<StoredPublisher> = {}): Promise<StoredPublisher> {
  const publisher = aPublisher(changes);
  await store.publishers.add(publisher, anAudit({ kind: 'trust', outcome: 'added', package: publisher.package }));
  return publisher;
}

/** A publisher with one live grant. */
export async function minted(store: Store, changes: Partial<Mint> = {}): Promise<Mint> {
  const mint = aMint(await added(store), changes);
  await store.grants.mint(mint);
  return mint;
}

/** The outcomes of a package's audit entries, oldest first. */
export async function outcomes(store: Store, packageName: string): Promise<readonly string[]> {
  const entries = await store.audit.list({ package: packageName, limit: 1000 });
  return entries.map(({ kind, outcome }) => `${kind} ${outcome}`).toReversed();
}

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** The same question asked 50 times at once, by turns of every gate there is: how many were told yes. */
export async function winners(ask: (index: number) => Promise<unknown>): Promise<number> {
  const answers = await Promise.all(times(50, ask));
  return answers.filter((answer) => answer !== false && answer !== undefined).length;
}

/** How many entries one request wrote: where an entry is about no package. */
export async function entriesOf(store: Store, requestId: string): Promise<number> {
  const entries = await store.audit.list({ limit: 10_000 });
  return entries.filter((entry) => entry.requestId === requestId).length;
}
