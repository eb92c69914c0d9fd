import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openAuditReader,
  openStore,
  type Store,
  StoreMissing,
  StoreNewer,
  StoreRefused,
  StoreUnavailable,
} from '../../src/store/index.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { storeContract } from './contract.ts';
import { added, aMint, anAudit, aPublisher, aReserve, minted, newId, outcomes, RELEASE, times } from './samples.ts';

describe('postgres', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  storeContract(async () => {
    const url = await postgres.newSchema();
    return Promise.all([open(url), open(url)]);
  });

  describe('three gates on one database', () => {
    let gates: readonly Store[];
    const gate = (index: number): Store => {
      const store = gates[index % 3];
      if (store === undefined) throw new Error('no gate');
      return store;
    };
    beforeAll(async () => {
      const url = await postgres.newSchema();
      gates = await Promise.all(times(3, () => open(url)));
    });
    afterAll(() => Promise.all(gates.map((store) => store.close())));

    it('G2: 50 exchanges at once leave one live token', async () => {
      const publisher = await added(gate(0));
      const mints = times(50, () => aMint(publisher, { grantId: `of-${publisher.id}` }));
      const answers = await Promise.all(mints.map((mint, i) => gate(i).grants.mint(mint)));
      expect(answers.map(({ outcome }) => outcome)).toEqual(times(50, () => 'minted'));
      const held = await Promise.all(mints.map(({ tokenHash }, i) => gate(i + 1).grants.byToken(tokenHash)));
      expect(held.filter((grant) => grant !== undefined)).toHaveLength(1);
      expect(await outcomes(gate(1), publisher.package)).toHaveLength(51);
    });

    it('D2: of different pins at once one wins; its equals are accepted on every gate', async () => {
      for (let round = 1; round <= 5; round++) {
        const publisher = await added(gate(0));
        const mints = times(30, (i) => aMint(publisher, { pins: { iss: `i${Math.floor(i / 3) % 2}` } }));
        const answers = await Promise.all(mints.map((mint, i) => gate(i).grants.mint(mint)));
        const pinned = (await gate(2).publishers.of(publisher.package))[0]?.pins?.['iss'];
        expect(answers.map(({ outcome }) => outcome)).toEqual(
          mints.map(({ pins }) => (pins['iss'] === pinned ? 'minted' : 'publisher-changed')),
        );
      }
    });

    it('G1: of several id_tokens with one jti at once, one mints', async () => {
      for (let round = 1; round <= 5; round++) {
        const publisher = await added(gate(0));
        const mints = times(12, () => aMint(publisher, { jti: 'same' }));
        const answers = await Promise.all(mints.map((mint, i) => gate(i).grants.mint(mint)));
        expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['minted', ...times(11, () => 'replayed')]);
      }
    });

    it('P8: of many publishes at once one reserves', async () => {
      const mint = await minted(gate(0));
      const answers = await Promise.all(
        times(30, (i) => gate(i).grants.reserve(aReserve(mint, { release: { ...RELEASE, version: `1.0.${i}` } }))),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await outcomes(gate(1), mint.package)).toHaveLength(3);
    });

    it('batches of many grants on all gates at once do not lock each other out', async () => {
      const publishers = await Promise.all(times(5, () => added(gate(0))));
      const mints = times(60, (i) => aMint(publishers[i % 5] ?? neverMissing(), { grantId: `shared-${i}` }));
      const everywhere = mints.flatMap((mint) =>
        gates.map((store) => store.grants.mint({ ...mint, tokenHash: newId() })),
      );
      const answers = await Promise.all(everywhere);
      expect(answers.every(({ outcome }) => outcome === 'minted')).toBe(true);
    });

    it('G3: what one gate removes or switches off has ended on all', async () => {
      const mint = await minted(gate(0));
      await gate(1).disable([mint.provider]);
      expect((await gate(2).grants.byToken(mint.tokenHash))?.valid).toBe(false);
      await Promise.all(gates.map((store) => store.disable([])));
      expect((await gate(2).grants.byToken(mint.tokenHash))?.valid).toBe(true);
      await gate(1).publishers.remove(mint.package, mint.publisher, anAudit());
      expect(await gate(2).grants.reserve(aReserve(mint))).toBe(false);
    });
  });

  describe('what another gate commits while a mint is under way counts', () => {
    let url: string;
    let store: Store;
    beforeAll(async () => {
      url = await postgres.newSchema();
      store = await open(url);
    });
    afterAll(() => store.close());

    /** Begins the mint on a snapshot from before `change`, which it then has to wait for. */
    async function mintDuring(change: string, mint: ReturnType<typeof aMint>) {
      const other = await connected(url);
      await other.query(`begin; ${change}`);
      const answer = store.grants.mint(mint);
      await expect.poll(() => waitingFor(url)).toBe(1);
      await other.query('commit');
      await other.end();
      return answer;
    }

    it.each([
      ['D2: pinned to another', `set pins = '{"iss":"other"}'`, 'publisher-changed'],
      ['D2: pinned to the same', `set pins = '{"iss":"https://issuer.example","repository_id":"1"}'`, 'minted'],
      ['G3: paused', 'set paused = 1', 'publisher-changed'],
      ['G3: edited', 'set revision = 2', 'publisher-changed'],
    ] as const)('%s', async (_title, change, outcome) => {
      const publisher = await added(store);
      const update = `update publishers ${change} where id = '${publisher.id}'`;
      expect(await mintDuring(update, aMint(publisher))).toEqual({ outcome });
      const pins = (await store.publishers.of(publisher.package))[0]?.pins;
      if (change.includes('other')) expect(pins).toEqual({ iss: 'other' });
    });

    it('G1: reserved', async () => {
      const mint = await minted(store);
      const update = `update grants set state = 'reserved' where id = '${mint.grantId}'`;
      const answer = await mintDuring(update, { ...mint, tokenHash: newId() });
      expect(answer).toMatchObject({ outcome: 'taken', grant: { state: 'reserved' } });
      expect(await store.grants.byToken(mint.tokenHash)).toBeDefined();
    });

    it("G1: its jti is another grant's", async () => {
      const mint = await minted(store, { jti: 'one' });
      const free = `update grants set replay_key = null where id = '${mint.grantId}' returning id`;
      const [key] = await execute(url, `select replay_key from grants where id = '${mint.grantId}'`);
      await execute(url, free);
      const take = `update grants set replay_key = '${String(key?.['replay_key'])}' where id = '${mint.grantId}'`;
      expect(await mintDuring(take, { ...mint, grantId: newId(), tokenHash: newId() })).toEqual({
        outcome: 'replayed',
      });
    });
  });

  it('a store that a newer version wrote is refused', async () => {
    const url = await postgres.newSchema();
    await (await open(url)).close();
    await execute(
      url,
      `insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01T00:00:00.000Z')`,
    );
    await expect(open(url)).rejects.toThrow(StoreNewer);
    await expect(openAuditReader({ kind: 'postgres', url })).rejects.toThrow(StoreNewer);
  });

  it('the audit can be read beside the gates; where none ever ran, the reader says so', async () => {
    const url = await postgres.newSchema();
    await expect(openAuditReader({ kind: 'postgres', url })).rejects.toThrow(StoreMissing);
    const store = await open(url);
    await store.audit.append(anAudit({ package: 'a' }));
    const reader = await openAuditReader({ kind: 'postgres', url });
    expect(await reader.list({ package: 'a', limit: 5 })).toHaveLength(1);
    await reader.close();
    await store.close();
  });

  it('T2: in a database that orders as English does, a prefix covers what begins with it and nothing else', async ({
    skip,
  }) => {
    const url = new URL(await postgres.newSchema());
    const english = `create database english template template0 locale_provider icu icu_locale 'en-US' locale 'C'`;
    const made = await execute(url.href, english).then(
      () => true,
      () => false,
    );
    if (!made) skip('this PostgreSQL was built without ICU');
    const store = await open(`${url.protocol}//${url.username}@${url.host}/english`);
    const names = ['@acme/B1', '@acme/b1', '@acme/b2'];
    for (const name of names) {
      await added(store, { package: name });
      await store.audit.append(anAudit({ kind: 'publish', outcome: 'passed', package: name }));
    }
    const within = [{ prefix: '@acme/B' }];
    const [first, ...rest] = names;
    expect((await store.packages.list({ within, limit: 9 })).map(({ name }) => name)).toEqual([first]);
    expect((await store.packages.staticPublishes(0, within)).map((found) => found.package)).toEqual([first]);
    expect((await store.audit.list({ within, limit: 9 })).map((entry) => entry.package)).toEqual([first, first]);
    expect((await store.publishers.all({ within, limit: 9 })).map((found) => found.package)).toEqual([first]);
    expect((await store.packages.list({ after: first ?? '', limit: 9 })).map(({ name }) => name)).toEqual(rest);
    await store.close();
  });

  it('a database that does not answer is a fault that says so', async () => {
    await expect(open('postgres://nobody:secret@127.0.0.1:1/none')).rejects.toThrow(StoreUnavailable);
    await expect(open('postgres://nobody:secret@127.0.0.1:1/none')).rejects.not.toThrow('secret');
  });

  it('lost connections fail what was under way and nothing else', async () => {
    const url = await postgres.newSchema();
    const logged: string[] = [];
    const store = await open(url, (message) => logged.push(message));
    const publisher = await added(store);
    const holder = await connected(url);
    await holder.query('begin; lock table grants, publishers in exclusive mode');
    const asked = Promise.allSettled([
      store.grants.mint(aMint(publisher)),
      store.publishers.add(aPublisher(), anAudit()),
    ]);
    await expect.poll(() => waitingFor(url)).toBe(2);
    await execute(url, `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()`);
    for (const answer of await asked)
      expect(answer.status === 'rejected' && answer.reason).toBeInstanceOf(StoreUnavailable);
    await expect
      .poll(() =>
        store.ping().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    expect((await store.grants.mint(aMint(publisher))).outcome).toBe('minted');
    expect(logged.every((message) => message.includes('did not answer'))).toBe(true);
    await store.close();
  });

  it('A2: an error of the database carries no parameters', async () => {
    const store = await open(await postgres.newSchema());
    const first = await minted(store);
    const second = aMint(await added(store), { tokenHash: first.tokenHash });
    const error: unknown = await store.grants.mint(second).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreRefused);
    expect(JSON.stringify(error) + String(error)).not.toContain(first.tokenHash);
    const cold: unknown = await store.publishers
      .add({ ...(await added(store)), package: 'other' }, anAudit())
      .catch((reason: unknown) => reason);
    expect(cold).toBeInstanceOf(StoreRefused);
    expect(cold).toMatchObject({ code: '23505' });
    await store.close();
  });
});

const open = (url: string, log?: (message: string) => void) => openStore({ kind: 'postgres', url }, log);

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function execute(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = await connected(url);
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** How many statements on the tables of this schema stand before a lock. */
const waitingFor = async (url: string): Promise<number> =>
  (await execute(url, `select distinct pid from pg_stat_activity where wait_event_type = 'Lock' and state = 'active'`))
    .length;

function neverMissing(): never {
  throw new Error('no publisher');
}
