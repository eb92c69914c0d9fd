import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../packages/gate/test/support/postgres.ts';
import { addPublisher, audit, exchange, exchanged, packument, put } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { eventually } from './support/eventually.ts';
import { type FaultyUpstream, startFaultyUpstream } from './support/faulty-upstream.ts';
import { type GateOptions, startTestGate, startTestStage, type TestGate, type TestStage } from './support/gate.ts';
import { mintRun } from './support/recorded-stage.ts';
import { startVerdaccio, type Verdaccio } from './support/verdaccio.ts';

let postgres: TestPostgres;
let registry: Verdaccio;
let upstream: FaultyUpstream;
let stage: TestStage;
let survivor: TestGate;
let dying: GateOptions;

beforeAll(async () => {
  [postgres, registry] = await Promise.all([startPostgres(), startVerdaccio()]);
  upstream = await startFaultyUpstream(registry.url);
  const configuration = {
    store: await postgres.newSchema(),
    // Patient: the gate that is killed would wait for its answer much longer than the test takes.
    upstream: { url: upstream.url, credential: { env: 'UPSTREAM_TOKEN' }, timeout: '5m' },
  };
  const env = { UPSTREAM_TOKEN: registry.token };
  stage = await startTestStage({ configuration, env });
  survivor = stage.gate;
  const issuers = [{ provider: 'bitbucket', issuer: stage.bitbucket.url, insecure: true }];
  dying = { configuration: { ...configuration, issuers }, env };
  await addPublisher(survivor, '@gates/*', stage.bitbucket);
});
afterAll(async () => {
  await stage.close();
  await upstream.close();
  await Promise.all([registry.close(), postgres.stop()]);
});

it.each([
  { what: 'had stored the version', stored: true, name: '@gates/stored' },
  { what: 'never got the version', stored: false, name: '@gates/lost' },
  // Large enough that the gate dies while it still sends.
  { what: 'got a part of the version', stored: false, name: '@gates/cut', bytes: 10_000_000 },
])(
  'P6, P8: a gate dies while it publishes, and the upstream $what: another gate settles it and the client’s repeat there ends well',
  async ({ stored, name, bytes = 0 }) => {
    const gate = await startTestGate(dying);
    const idToken = await mintRun(stage);
    const token = await exchanged(gate, name, idToken);
    const document = await publishDocument(name, '1.0.0', { files: { 'noise.bin': randomBytes(bytes) } });
    upstream.put({ kind: 'hang', stored });
    const cut = put(gate, name, token, document.text).catch((fault: unknown) => fault);
    await eventually('the publish to reach the upstream', async () => {
      const reached = upstream.seen.some(
        ({ method, path }) => method === 'PUT' && path === `/${name.replace('/', '%2f')}`,
      );
      return reached && (!stored || (await packument(registry, name)) !== undefined) ? true : undefined;
    });
    await gate.kill();
    await rm(gate.folder, { recursive: true });
    expect(await cut).toBeInstanceOf(Error);

    // Nobody has settled it yet, or somebody has: never a second token, never other bytes.
    const other = await publishDocument(name, '2.0.0');
    expect(await put(survivor, name, token, other.text)).not.toMatchObject({ status: 201 });
    expect(await exchange(survivor, name, idToken)).not.toMatchObject({ status: 201 });

    expect(await put(survivor, name, token, document.text)).toMatchObject({ status: 201 });
    expect(await exchange(survivor, name, idToken)).toMatchObject({ status: 403, json: { code: 'grant-spent' } });
    expect(Object.keys((await packument(registry, name))?.versions ?? {})).toEqual(['1.0.0']);
    const entries = await audit(survivor, `package=${encodeURIComponent(name)}&kind=publish&outcome=accepted`);
    expect(entries).toMatchObject([{ version: '1.0.0', integrity: document.integrity }]);
  },
  180_000,
);
