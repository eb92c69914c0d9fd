import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../packages/gate/test/support/postgres.ts';
import { addPublisher, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { everyRow } from './support/every-row.ts';
import { type FaultyUpstream, startFaultyUpstream } from './support/faulty-upstream.ts';
import { startTestGate, startTestStage } from './support/gate.ts';
import { secretLedger } from './support/secret-ledger.ts';
import { administration, misplacedTokens, refusedExchanges } from './support/secret-misuse.ts';
import {
  basic,
  bearer,
  exchangeKept,
  expectQuietRecords,
  json,
  NAME,
  openScene,
  packagePath,
} from './support/secret-scene.ts';
import { startVerdaccio, type Verdaccio } from './support/verdaccio.ts';

const LIMIT_MS = 5 * 60_000;

let postgres: TestPostgres;
let registry: Verdaccio;
let upstream: FaultyUpstream;
beforeAll(async () => {
  [postgres, registry] = await Promise.all([startPostgres(), startVerdaccio()]);
  upstream = await startFaultyUpstream(registry.url);
});
afterAll(async () => {
  await upstream.close();
  await Promise.all([registry.close(), postgres.stop()]);
});

it(
  'A2: embedded: no token or password is in any log, answer, audit entry or file',
  async () => {
    const stage = await startTestStage({
      configuration: { embedded: { registration: true }, exchange: { rateLimit: { perAddress: 0, perRepository: 0 } } },
    });
    const scene = await openScene(stage);
    const { ask, gate, ledger, found } = scene;
    try {
      await addPublisher(gate, '@secrets/*', stage.bitbucket);
      const token = await exchangeKept(scene, 'the publish');
      const { text } = await publishDocument(NAME, '1.0.0');
      const headers = { ...bearer(token), ...json };
      expect((await ask(packagePath, { method: 'PUT', headers, body: text })).status).toBe(201);
      await refusedExchanges(scene);
      await misplacedTokens(scene, token);
      await administration(scene);

      const password = ledger.keep("a user's password", `password ${randomBytes(12).toString('hex')}`);
      const body = JSON.stringify({ name: 'alice', password, email: 'alice@acme.example' });
      const user = '/-/user/org.couchdb.user:alice';
      const created = await request(`${gate.url}${user}`, { method: 'PUT', headers: json, body });
      expect(created.status).toBe(201);
      ledger.keep("a user's token", (created.json as { token: string }).token);
      const wrong = JSON.stringify({ name: 'alice', password: `${password}!`, email: 'alice@acme.example' });
      await ask(user, { method: 'PUT', headers: json, body: wrong });
      const own = { ...basic('alice', password), ...json };
      await ask('/-/whoami', { headers: own });
      await ask(packagePath, { method: 'PUT', headers: own, body: (await publishDocument(NAME, '2.0.0')).text });
      await ask(packagePath, { method: 'PUT', headers: own, body: `{"_id":"${NAME}","password":"${password}"` });

      await expectQuietRecords(scene);
      found.push(...(await ledger.foundInFolder(join(gate.folder, 'data'))));
      await gate.kill();
      found.push(...(await ledger.foundInFolder(join(gate.folder, 'data'))));
      expect(found).toEqual([]);
      // The sweep did look where tokens would be: what may be there is there.
      const digest = secretLedger();
      digest.keep('the digest', createHash('sha256').update(token).digest('hex'));
      expect(await digest.foundInFolder(join(gate.folder, 'data'))).not.toEqual([]);
    } finally {
      await stage.close();
    }
  },
  LIMIT_MS,
);

it(
  'A2: PostgreSQL and a registry by its URL: no token or password is in any log, answer, audit entry, file or row',
  async () => {
    const schema = new URL(await postgres.newSchema());
    schema.password = `postgres-${randomBytes(12).toString('hex')}`;
    const stage = await startTestStage({
      configuration: {
        store: schema.href,
        upstream: { url: upstream.url, kind: 'generic', credential: { env: 'UPSTREAM_TOKEN' }, timeout: '5s' },
        exchange: { rateLimit: { perAddress: 0, perRepository: 0 } },
      },
      env: { UPSTREAM_TOKEN: registry.token },
    });
    const scene = await openScene(stage);
    const { ask, gate, ledger, found } = scene;
    ledger.keep("the upstream's credential", registry.token);
    ledger.keep("the database's password", schema.password);
    try {
      await addPublisher(gate, '@secrets/*', stage.bitbucket);
      const { text } = await publishDocument(NAME, '1.0.0');
      const before = upstream.seen.length;
      const token = await exchangeKept(scene, 'the publish');
      const headers = { ...bearer(token), ...json };
      const publish = () => ask(packagePath, { method: 'PUT', headers, body: text });
      upstream.put({ kind: 'status', status: 403, error: `go away, ${registry.token}` }, { kind: 'cut' });
      expect((await publish()).status).toBe(403);
      expect((await publish()).status).toBe(503);
      await upstream.down();
      await publish();
      await ask(packagePath, { headers });
      await ask('/-/sallyport/v1/health/ready', { headers: bearer(gate.administratorToken) });
      await upstream.up();
      expect((await publish()).status).toBe(201);
      await refusedExchanges(scene);
      await misplacedTokens(scene, token);
      await administration(scene);

      await expectQuietRecords(scene);
      found.push(...(await ledger.foundInFolder(join(gate.folder, 'data'))));
      const rows = await everyRow(schema.href);
      expect(rows).toContain(createHash('sha256').update(token).digest('hex'));
      found.push(...ledger.foundIn('the database', rows));
      for (const { method, path, headers } of upstream.seen.slice(before))
        found.push(...ledger.foundIn(`${method} to the upstream`, `${path} ${JSON.stringify(headers)}`));
      expect(found.filter((what) => !/^the upstream's credential in (PUT|GET) to the upstream$/.test(what))).toEqual(
        [],
      );
    } finally {
      await stage.close();
    }
  },
  LIMIT_MS,
);

const SECRET = 'this-is-the-secret-in-the-configuration';
it.each([
  ['a database of another kind', { store: `mysql://gate:${SECRET}@127.0.0.1/gate` }],
  ['a database that is not there', { store: `postgres://gate:${SECRET}@127.0.0.1:1/gate` }],
  ['a credential in the URL of the upstream', { upstream: { url: `http://gate:${SECRET}@127.0.0.1:1` } }],
  ['a credential written into the file', { upstream: { url: 'http://127.0.0.1:1', credential: SECRET } }],
  ["an administrator's token written into the file", { administrators: { tokens: [SECRET] } }],
])('A2: a gate that does not start does not print the secret that it was given: %s', async (_what, configuration) => {
  const fault = await startTestGate({ configuration }).then(
    async (gate) => {
      await gate.stop();
      return new Error(gate.log());
    },
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(Error);
  expect(String(fault)).toMatch(/store|upstream|administrators/);
  expect(String(fault)).not.toContain(SECRET);
});
