import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kyselyOn } from '../../src/store/embedded/dialect.ts';
import { openWriter } from '../../src/store/embedded/files.ts';
import { MIGRATION } from '../../src/store/embedded/open.ts';
import { openAuditReader, openStore, type Store, StoreInUse, StoreMissing, StoreNewer } from '../../src/store/index.ts';
import { first } from '../../src/store/migrations/0001-first.ts';
import { storeContract } from './contract.ts';
import { added, anAudit, LATER, minted, NOW, newAccount, newId, outcomes } from './samples.ts';

describe('embedded', () => {
  let root: string;
  let made = 0;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'sallyport-store-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  const newDirectory = () => join(root, `${made++}`);

  storeContract(async () => [await open(newDirectory())]);

  it('a second gate on the same directory is refused, and can have it once the first has closed', async () => {
    const directory = newDirectory();
    const first = await open(directory);
    await expect(open(directory)).rejects.toThrow(StoreInUse);
    expect((await minted(first)).grantId).toBeDefined();
    await first.close();
    await (await open(directory)).close();
  });

  it('what was stored is there after a restart, and migrations run once', async () => {
    const directory = newDirectory();
    const first = await open(directory);
    const mint = await minted(first);
    await first.close();
    const second = await open(directory);
    expect((await second.grants.byToken(mint.tokenHash))?.valid).toBe(true);
    expect(await outcomes(second, mint.package)).toEqual(['trust added', 'exchange accepted']);
    await second.close();
  });

  it('a store that a newer version wrote is refused and left as it is', async () => {
    const directory = newDirectory();
    await (await open(directory)).close();
    const database = new DatabaseSync(join(directory, 'store.sqlite'));
    database.exec(`insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01T00:00:00.000Z')`);
    database.close();
    await expect(open(directory)).rejects.toThrow(StoreNewer);
    await expect(open(directory)).rejects.toThrow(StoreNewer);
    await expect(readAudit(directory)).rejects.toThrow(StoreNewer);
  });

  it('the audit can be read while a gate writes, and after it ended', async () => {
    const directory = newDirectory();
    const store = await open(directory);
    await store.audit.append(anAudit({ package: 'a' }));
    const reader = await readAudit(directory);
    expect(await ids(reader.all())).toHaveLength(1);
    await store.audit.append(anAudit({ package: 'b' }));
    expect(await ids(reader.all())).toHaveLength(2);
    expect(await reader.list({ package: 'b', limit: 5 })).toHaveLength(1);
    await reader.close();
    await store.close();
    const after = await readAudit(directory);
    expect(await ids(after.all())).toHaveLength(2);
    await after.close();
  });

  it('reading where no gate ever ran says so, and makes no store', async () => {
    const directory = newDirectory();
    await expect(readAudit(directory)).rejects.toThrow(StoreMissing);
    await expect(stat(directory)).rejects.toThrow('ENOENT');
  });

  it('A2: other accounts of the machine read nothing of it', async () => {
    const directory = newDirectory();
    const store = await open(directory);
    await added(store);
    const files = await readdir(directory);
    expect(files.toSorted()).toEqual(['store.lock', 'store.sqlite', 'store.sqlite-shm', 'store.sqlite-wal']);
    expect((await stat(directory)).mode & 0o077).toBe(0);
    for (const file of files) expect((await stat(join(directory, file))).mode & 0o077).toBe(0);
    await store.close();
  });

  it('A2: of sessions, links, npm-otps and recovery codes the files hold hashes and no secret', async () => {
    const directory = newDirectory();
    const store = await open(directory);
    const secrets = { session: newId(), link: newId(), done: newId(), otp: newId(), recovery: newId() };
    const hashOf = (name: keyof typeof secrets) => createHash('sha256').update(secrets[name]).digest('hex');
    await keepEach(store, hashOf);
    await store.close();
    const written = await readFile(join(directory, 'store.sqlite'), 'latin1');
    for (const name of Object.keys(secrets) as (keyof typeof secrets)[]) {
      expect(written).toContain(hashOf(name));
      expect(written).not.toContain(secrets[name]);
    }
  });

  it('what was stored before the audit had publishers and people is there after the update, found by its publisher', async () => {
    const directory = newDirectory();
    await storeOfFirstMigration(directory);
    const store = await open(directory);
    const [byToken] = await store.audit.list({ publisher: 'p', limit: 9 });
    expect(byToken).toMatchObject({ id: 1, package: 'a', publisher: 'p', version: '1.0.0', requestId: 'r' });
    expect(await store.packages.staticPublishes(0)).toEqual([{ package: 'b', count: 1, lastAt: 2 }]);
    expect((await store.audit.list({ limit: 9 })).map(({ id }) => id)).toEqual([2, 1]);
    await store.close();
  });

  it('what was asked before closing is done and answered', async () => {
    const directory = newDirectory();
    const store = await open(directory);
    const publisher = await added(store);
    const asked = Promise.all(
      Array.from({ length: 20 }, () => store.audit.append(anAudit({ package: publisher.package }))),
    );
    await store.close();
    await asked;
    const again = await open(directory);
    expect(await outcomes(again, publisher.package)).toHaveLength(21);
    await again.close();
  });

  it('P8: kill -9 loses nothing that was acknowledged, and lets go of the directory', async () => {
    const directory = newDirectory();
    const acknowledged: string[] = [];
    for (const lines of [1, 40, 150, 300, 700]) acknowledged.push(...(await mintUntilKilled(directory, lines)));
    const store = await open(directory);
    for (const id of acknowledged) expect(await store.grants.byId(id)).toMatchObject({ id, state: 'live' });
    expect(await accepted(store)).toBeGreaterThanOrEqual(acknowledged.length);
    await store.close();
  });
});

async function ids(entries: AsyncIterable<{ readonly id: number }>): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const { id } of entries) found.push(id);
  return found;
}

const accepted = async (store: Store): Promise<number> =>
  (await store.audit.list({ kind: 'exchange', outcome: 'accepted', limit: 1_000_000 })).length;

/** One of everything whose secret somebody else holds. */
async function keepEach(store: Store, hashOf: (name: 'session' | 'link' | 'done' | 'otp' | 'recovery') => string) {
  const account = newAccount();
  await store.people.sessions.add(
    {
      id: newId(),
      secretHash: hashOf('session'),
      account,
      method: 'password',
      source: undefined,
      strong: false,
      createdAt: NOW,
      lastSeenAt: NOW,
      expiresAt: LATER,
      address: '192.0.2.1',
      userAgent: undefined,
    },
    anAudit(),
  );
  await store.people.links.add(hashOf('link'), LATER);
  await store.people.factors.replaceRecoveryCodes(account, [hashOf('recovery')], anAudit());
  const boundTo = { credential: 'c', method: 'POST', path: '/', bodyDigest: 'd' };
  const [id, doneHash] = [newId(), hashOf('done')];
  const times = { createdAt: NOW, expiresAt: LATER };
  await store.people.confirmations.add({ id, doneHash, account, boundTo, shown: '{}', state: 'waiting', ...times });
  await store.people.confirmations.approve(id, account, NOW, anAudit());
  await store.people.confirmations.deliver(id, hashOf('otp'));
}

/** A store as the first version left it, with a publish by a publish token and one by somebody's own credential. */
async function storeOfFirstMigration(directory: string): Promise<void> {
  const database = openWriter(directory);
  const db = kyselyOn(database);
  await first(db, { ...MIGRATION, compareByBytes: () => Promise.reject(new Error('not in the first')) });
  database.exec(`
    create table kysely_migration (name varchar(255) not null primary key, timestamp varchar(255) not null);
    insert into kysely_migration values ('0001-first', '2026-11-24T10:00:00.000Z')`);
  const insert = database.prepare('insert into audit (at, kind, outcome, package, body) values (?, ?, ?, ?, ?)');
  const body = { version: '1.0.0', actor: { text: '\u0000' }, requestId: 'r' };
  insert.run(1, 'publish', 'accepted', 'a', JSON.stringify({ ...body, publisher: 'p' }));
  insert.run(2, 'publish', 'accepted', 'b', JSON.stringify(body));
  await db.destroy();
}

const open = (directory: string) => openStore({ kind: 'embedded', directory });
const readAudit = (directory: string) => openAuditReader({ kind: 'embedded', directory });

/** The ids that a gate acknowledged before it was killed, at least so many. */
async function mintUntilKilled(directory: string, lines: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'mint-until-killed.ts'), directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
    if (output.split('\n').length > lines) child.kill('SIGKILL');
  });
  await once(child, 'close');
  expect(child.signalCode).toBe('SIGKILL');
  const whole = output.slice(0, output.lastIndexOf('\n')).split('\n');
  return whole.map((line) => line.replace('minted ', ''));
}
