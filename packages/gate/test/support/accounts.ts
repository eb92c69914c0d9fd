import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import {
  type Accounts,
  createAccounts,
  createEncryptionKey,
  createSealing,
  type Origin,
  type Session,
} from '../../src/accounts/index.ts';
import { createAudit } from '../../src/audit/index.ts';
import { type AuditEntry, openStore, type Store } from '../../src/store/index.ts';
import type { Identified, People } from '../../src/upstream/index.ts';

export const CONSOLE = 'http://localhost:4873';
export const ADMIN_TOKEN = 'a-token-of-an-administrator-0123456789';
export const FROM: Origin = { address: '192.0.2.7', userAgent: 'a browser', requestId: 'r-1' };

/** Accounts on a real embedded store, with people and a clock that the test holds. */
export interface World {
  readonly accounts: Accounts;
  readonly store: Store;
  readonly directory: string;
  readonly people: Map<string, string>;
  /** Since when an account is what it is, and when one of that name was last removed. */
  readonly since: Map<string, number>;
  readonly removed: Map<string, number>;
  /** Where the tokens of administrators stand. */
  readonly sources: string[];
  /** What was sent upstream: names with passwords, and Authorization headers. */
  readonly asked: string[];
  /** Set: the upstream does not answer. */
  down: boolean;
  now: number;
  readonly close: () => Promise<void>;
}

export async function openWorld(): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'sallyport-accounts-'));
  const store = await openStore({ kind: 'embedded', directory });
  const people = new Map([
    ['alice', 'correct horse'],
    ['bob', 'battery staple'],
  ]);
  const [since, removed] = [new Map<string, number>(), new Map<string, number>()];
  const sources = ['file admin'];
  const asked: string[] = [];
  const state = { down: false, now: Date.parse('2026-11-24T10:00:00Z') };
  const said = (name: string | undefined): Identified => {
    if (state.down) return { outcome: 'unavailable', message: 'no connection' };
    return name === undefined ? { outcome: 'unknown' } : { outcome: 'known', name };
  };
  const upstream: People = {
    identify: async (authorization) => {
      asked.push(authorization);
      return said(/^Bearer npm_(\w+)$/.exec(authorization)?.[1]);
    },
    signIn: async (name, password) => {
      asked.push(`${name}:${password}`);
      return said(people.get(name) === password ? name : undefined);
    },
    known: async (name, at) => people.has(name) && (at ?? Infinity) >= (since.get(name) ?? 0),
    removedAt: async (name) => removed.get(name),
    mayWrite: async () => undefined,
  };
  const accounts = createAccounts({
    store,
    audit: createAudit({ store, now: () => state.now }),
    people: upstream,
    credential: (authorization) => {
      if (authorization === `Bearer ${ADMIN_TOKEN}`) return { kind: 'administrator', source: 'file admin' };
      return { kind: authorization.startsWith('Bearer spt_') ? 'publish-token' : 'other' };
    },
    administratorSources: () => sources,
    origins: () => [CONSOLE, 'http://127.0.0.1:4873'],
    sealing: createSealing(createEncryptionKey(undefined, directory)),
    now: () => state.now,
  });
  const close = async () => {
    await store.close();
    await rm(directory, { recursive: true });
  };
  return Object.assign(state, { accounts, store, directory, people, since, removed, sources, asked, close });
}

/** Signs in, and fails the test where that is refused. */
export async function signIn(
  world: World,
  attempt: Parameters<Accounts['signIn']>[0] = { name: 'alice', password: 'correct horse' },
): Promise<{ readonly session: Session; readonly secret: string }> {
  const signedIn = await world.accounts.signIn(attempt, FROM);
  if (!signedIn.ok) throw new Error(signedIn.refusal.message);
  return signedIn.value;
}

/** Enrols an authenticator app; gives what it shows at a time. */
export async function enrolTotp(world: World, session: Session): Promise<(at: number) => string> {
  const begun = await world.accounts.beginTotp(session);
  if (!begun.ok) throw new Error(begun.refusal.message);
  const app = codesOf(begun.value.secret);
  const confirmed = await world.accounts.confirmTotp(session, app(world.now), FROM);
  if (!confirmed.ok) throw new Error(confirmed.refusal.message);
  return app;
}

/** What an authenticator app with this secret shows. */
export const codesOf =
  (secret: string) =>
  (at: number): string =>
    TOTP.generate({ secret: new TOTP({ secret }).secret, timestamp: at });

export const auditOf = async (world: World): Promise<readonly AuditEntry[]> =>
  (await world.store.audit.list({ limit: 100 })).toReversed();
