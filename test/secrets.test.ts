import { execFile } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { generateSigningKey } from '@sallyport/issuer';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../packages/gate/test/support/postgres.ts';
import { type Answer, addPublisher, audit, escapeName, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { type FaultyUpstream, startFaultyUpstream } from './support/faulty-upstream.ts';
import { startTestGate, startTestStage, type TestGate, type TestStage } from './support/gate.ts';
import { type SecretLedger, secretLedger } from './support/secret-ledger.ts';
import { startVerdaccio, type Verdaccio } from './support/verdaccio.ts';

const PROGRAM = resolve(import.meta.dirname, '../packages/gate/bin/sallyport.js');
const NAME = '@secrets/one';
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

/** A gate under whose requests every answer is looked through. */
interface Scene {
  readonly stage: TestStage;
  readonly gate: TestGate;
  readonly ledger: SecretLedger;
  readonly found: string[];
  /** Sends a request, and looks for every secret in its answer; `own` may stand in it. */
  readonly ask: (path: string, init: RequestInit, own?: 'token') => Promise<Answer>;
}

async function openScene(stage: TestStage): Promise<Scene> {
  const ledger = secretLedger();
  const found: string[] = [];
  ledger.keep("the administrator's token", stage.gate.administratorToken);
  return {
    stage,
    gate: stage.gate,
    ledger,
    found,
    async ask(path, init, own) {
      const answer = await request(stage.gate.url + path, init);
      const text = `${JSON.stringify([...answer.headers])} ${own === undefined ? answer.text : answer.text.replaceAll(/spt_\w+/g, '')}`;
      found.push(
        ...ledger.foundIn(
          `the answer ${answer.status} to ${init.method ?? 'GET'} ${path.replaceAll(/spt_\w+|ey[\w.-]+/g, '*')}`,
          text,
        ),
      );
      return answer;
    },
  };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});
const json = { 'content-type': 'application/json' };
const exchangePath = `/-/npm/v1/oidc/token/exchange/package/${escapeName(NAME)}`;
const packagePath = `/${escapeName(NAME)}`;

async function mint({ stage, ledger }: Scene, what: string, ...asked: Parameters<TestStage['bitbucket']['mint']>) {
  const claims = { stepUuid: `{${randomUUID()}}`, ...asked[0]?.claims };
  return ledger.keepIdToken(what, await stage.bitbucket.mint({ audience: stage.audience, ...asked[0], claims }));
}

async function exchangeKept(scene: Scene, what: string): Promise<string> {
  const idToken = await mint(scene, `the id_token of ${what}`);
  const answer = await scene.ask(exchangePath, { method: 'POST', headers: bearer(idToken) }, 'token');
  expect(answer.status).toBe(201);
  return scene.ledger.keep(`the publish token of ${what}`, (answer.json as { token: string }).token);
}

/** Exchanges that are refused, each for another reason. */
async function refusedExchanges(scene: Scene): Promise<void> {
  const { ask, ledger, stage } = scene;
  const now = Math.floor(Date.now() / 1000);
  const tokens = [
    await mint(scene, 'an expired id_token', { issuedAt: now - 7200, lifetime: 600 }),
    await mint(scene, 'an id_token for elsewhere', { audience: 'npm:elsewhere.example' }),
    await mint(scene, 'a forged id_token', { key: await generateSigningKey() }),
    await mint(scene, 'an id_token of an unknown key', { header: { kid: 'nobody' } }),
    await mint(scene, 'an id_token of another repository', { claims: { repositoryUuid: `{${randomUUID()}}` } }),
    await mint(scene, 'an id_token without a claim', { omit: ['workspaceUuid'] }),
    ledger.keepIdToken('an id_token of another provider', await stage.github.mint({ audience: stage.audience })),
  ];
  const whole = tokens[0] ?? '';
  for (const token of [...tokens, `${whole}=`, whole.slice(0, -3), `${whole}.${whole}`]) {
    expect((await ask(exchangePath, { method: 'POST', headers: bearer(token) })).status).toBeGreaterThanOrEqual(400);
    const body = JSON.stringify({ package: NAME, token });
    await ask('/-/sallyport/v1/check', { method: 'POST', headers: json, body });
    for (const wrong of [
      `{"package":"${NAME}","token":${token}}`,
      token,
      JSON.stringify({ [token]: token, token: [token] }),
    ])
      expect((await ask('/-/sallyport/v1/check', { method: 'POST', headers: json, body: wrong })).status).toBe(400);
  }
  await ask(exchangePath, { method: 'POST', headers: bearer(whole.repeat(12)) });
  await ask(exchangePath, { method: 'POST', headers: basic('token', whole) });
}

/** A publish token, an id_token and an administrator's token wherever a client may put them. */
async function misplacedTokens(scene: Scene, publishToken: string): Promise<void> {
  const { ask, gate } = scene;
  const idToken = await mint(scene, 'an id_token in the wrong place');
  const { text } = await publishDocument(NAME, '9.9.9');
  for (const token of [publishToken, idToken, gate.administratorToken]) {
    for (const headers of [bearer(token), basic('anybody', token), basic(token, ''), { authorization: token }]) {
      await ask('/-/whoami', { headers });
      await ask(packagePath, { headers });
      await ask('/-/npm/v1/user', { headers });
      await ask(`/@secrets/two`, { method: 'PUT', headers: { ...headers, ...json }, body: text });
      await ask(`/-/package/${escapeName(NAME)}/dist-tags/latest`, { method: 'PUT', headers, body: '"1.0.0"' });
    }
    await ask(`/-/user/token/${token}`, { method: 'DELETE', headers: bearer(token) });
    await ask(`/-/user/token/${token}`, { method: 'DELETE' });
    await ask(`/-/user/token/${token}`, { method: 'DELETE', headers: bearer('npm_of_the_upstream') });
    await ask(`/-/user/token/${token}?token=${token}`, {});
    await ask(`/${token}`, {});
    await ask(`/-/sallyport/v1/nothing/${token}?token=${token}`, { headers: bearer(token) });
    await ask(`/-/package/${token}/trust`, { headers: bearer(token) });
    await ask(`/..%2f${token}`, { headers: bearer(token) });
    await rawRequest(gate, `GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\nauthorization: Bearer ${token}\r\n\r\n`);
    await rawRequest(gate, `GET /${token} HTTP/9.9\r\nauthorization: Bearer ${token}\r\n\r\n`);
  }
}

/** Sends bytes that no client library would; the answer, if any, does not matter here: the log does. */
const rawRequest = ({ url }: TestGate, bytes: string): Promise<void> =>
  new Promise((done) => {
    const request = httpRequest(url, { method: 'CONNECT' });
    request.on('socket', (socket) => socket.on('connect', () => socket.end(bytes)).on('close', () => done()));
    request.on('error', () => done());
  });

/** What an administrator does, with mistakes. */
async function administration(scene: Scene): Promise<void> {
  const { ask, gate } = scene;
  const headers = { ...bearer(gate.administratorToken), ...json };
  const trust = `/-/package/${escapeName('@secrets/three')}/trust`;
  const one = { type: 'github', claims: { repository: 'acme/one', workflow_ref: { file: 'publish.yml' } } };
  const added = await ask(trust, { method: 'POST', headers, body: JSON.stringify([one]) });
  expect(added.status).toBe(200);
  const id = (added.json as { id: string }[])[0]?.id ?? '';
  await ask(trust, { method: 'POST', headers, body: JSON.stringify([{ ...one, claims: { repository: 1 } }]) });
  await ask(trust, { headers });
  await ask(`${trust}/${id}`, { method: 'PATCH', headers, body: JSON.stringify({ note: 'a note' }) });
  await ask(`${trust}/${id}`, { method: 'DELETE', headers });
  await ask('/-/sallyport/v1/health/ready', { headers });
  await ask('/-/sallyport/v1/audit?limit=1000', { headers });
  await ask(trust, { headers: basic('administrator', gate.administratorToken) });
}

/** The words of the log and the export of the audit. */
async function expectQuietRecords(scene: Scene): Promise<void> {
  const { gate, ledger, found } = scene;
  const log = gate.log();
  expect(log).toContain('"route":"exchange"');
  found.push(...ledger.foundIn('the log', log));
  const env = { PATH: process.env['PATH'], HOME: gate.folder, SALLYPORT_ADMIN_TOKEN: gate.administratorToken };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [PROGRAM, 'audit', 'export'], {
    cwd: gate.folder,
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(stdout).toContain(NAME);
  found.push(...ledger.foundIn('the audit export', stdout + stderr));
  found.push(...ledger.foundIn('the audit', JSON.stringify(await audit(gate))));
}

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
        upstream: { url: upstream.url, credential: { env: 'UPSTREAM_TOKEN' }, timeout: '2s' },
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

async function everyRow(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select quote_ident(table_name) as name from information_schema.tables where table_schema = current_schema()`,
    );
    const rows: string[] = [];
    for (const { name } of tables.rows) {
      const found = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      rows.push(...found.rows.map(({ row }) => row));
    }
    return rows.join('\n');
  } finally {
    await client.end();
  }
}

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
