import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../packages/gate/test/support/postgres.ts';
import { addPublisher, audit, exchange, put } from './support/api.ts';
import { type Ended, publishedVersions, publishRun, type Run } from './support/crash-world.ts';
import { publishDocument } from './support/documents.ts';
import { eventually } from './support/eventually.ts';
import { freePort } from './support/free-port.ts';
import { startTestStage, type TestGate, type TestStage } from './support/gate.ts';
import { mintRun } from './support/recorded-stage.ts';
import { type Seeded, seeded } from './support/seeded.ts';
import { startVerdaccio, type Verdaccio } from './support/verdaccio.ts';

const PACKAGES = ['@crash/one', '@crash/two', '@crash/three'];
const RUNS = 4;
/** A round without a kill takes about this long; a kill falls somewhere within, or shortly after. Milliseconds. */
const WITHIN_MS = 300;
const LARGEST_TARBALL = 2 * 1024 * 1024;
const LIMIT_MS = 10 * 60_000;

let postgres: TestPostgres;
let registry: Verdaccio;
beforeAll(async () => {
  [postgres, registry] = await Promise.all([startPostgres(), startVerdaccio()]);
});
afterAll(() => Promise.all([postgres.stop(), registry.close()]));

interface Setting {
  readonly name: string;
  readonly rounds: number;
  readonly configuration: () => Promise<Record<string, unknown>>;
  /** The registry by its URL; undefined: the embedded one. */
  readonly elsewhere?: () => { readonly url: string };
}

const settings: readonly Setting[] = [
  { name: 'embedded store, embedded registry', rounds: 8, configuration: () => Promise.resolve({}) },
  {
    name: 'PostgreSQL, embedded registry',
    rounds: 8,
    configuration: async () => ({ store: await postgres.newSchema() }),
  },
  {
    // Each round waits for the reservations of the killed gate to run out: nobody else may say that their writer is gone.
    name: 'PostgreSQL, a registry by its URL',
    rounds: 3,
    configuration: async () => ({
      store: await postgres.newSchema(),
      upstream: { url: registry.url, credential: { env: 'UPSTREAM_TOKEN' } },
    }),
    elsewhere: () => registry,
  },
];

it.each(settings)(
  'P7, P8: kill -9 at any moment loses no acknowledged publish, hides none from the audit, and every repeat ends well ($name)',
  async ({ rounds, configuration, elsewhere }) => {
    const random = seeded();
    console.info(`SALLYPORT_TEST_SEED=${random.seed}`);
    const stage = await startTestStage({
      configuration: {
        listen: `127.0.0.1:${await freePort()}`,
        exchange: { rateLimit: { perAddress: 0, perRepository: 0 } },
        ...(await configuration()),
      },
      env: { UPSTREAM_TOKEN: registry.token },
    });
    let gate = stage.gate;
    try {
      await addPublisher(gate, '@crash/*', stage.bitbucket);
      const ended: Ended[] = [];
      for (let round = 1; round <= rounds; round++) {
        const runs = await Promise.all(
          Array.from({ length: RUNS }, (_, index) => makeRun(stage, random, round, index)),
        );
        const publishing = Promise.all(runs.map((run) => publishRun(stage.gate, run)));
        // Half of the kills fall anywhere, half after bytes have begun to arrive: where the most can be lost.
        if (random.fraction() < 0.5) await spooling(gate);
        await pause(random.below(WITHIN_MS));
        await gate.kill();
        gate = await gate.restart();
        ended.push(...(await publishing));
      }
      await expectNothingLost(gate, elsewhere?.() ?? gate, ended);
      await expectOneVersionEach(gate, ended);
      if (elsewhere === undefined) await expectNoLeftovers(gate);
    } finally {
      await gate.stop();
      await stage.close();
    }
  },
  LIMIT_MS,
);

const spooling = ({ folder }: TestGate): Promise<true> =>
  eventually('a publish to arrive', async () =>
    (await readdir(join(folder, 'data', 'spool'))).length > 0 ? true : undefined,
  );

async function makeRun(stage: TestStage, random: Seeded, round: number, index: number): Promise<Run> {
  const name = PACKAGES[random.below(PACKAGES.length)] ?? '';
  const version = `${round}.${index}.0`;
  const retries = random.fraction() < 0.75;
  const idToken = await mintRun(stage);
  // Bytes that do not compress: as long on disk and on the wire as they say.
  const files = { 'random.bin': randomBytes(random.below(LARGEST_TARBALL)) };
  const document = await publishDocument(name, version, { files });
  return { name, version, idToken, document, retries };
}

/** Acknowledged is upstream, with its own bytes whole; upstream is in the audit; whoever repeated was acknowledged. */
async function expectNothingLost(gate: TestGate, registry: { readonly url: string }, ended: readonly Ended[]) {
  expect(ended.filter(({ run, acknowledged }) => run.retries && !acknowledged)).toEqual([]);
  const accepted = await eventually('every version upstream to be in the audit', async () => {
    const entries = await audit(gate, 'kind=publish&outcome=accepted&limit=1000');
    const found = new Set(entries.map((entry) => `${entry.package}@${entry.version} ${entry.integrity}`));
    return (await missing(registry, found)).length === 0 ? { entries, found } : undefined;
  });
  const upstream = new Map<string, { named: string; real: string }>();
  for (const name of PACKAGES)
    for (const [version, integrity] of await publishedVersions(registry, name))
      upstream.set(`${name}@${version}`, integrity);
  for (const { run, acknowledged } of ended) {
    const { integrity } = run.document;
    const found = upstream.get(`${run.name}@${run.version}`);
    if (acknowledged || found !== undefined) expect(found).toEqual({ named: integrity, real: integrity });
  }
  // Said once for each version, and of nothing that is not there.
  expect(accepted.found.size).toBe(upstream.size);
  expect(accepted.entries).toHaveLength(upstream.size);
}

async function missing(registry: { readonly url: string }, accepted: ReadonlySet<string>): Promise<string[]> {
  const specs: string[] = [];
  for (const name of PACKAGES)
    for (const [version, { named }] of await publishedVersions(registry, name))
      specs.push(`${name}@${version} ${named}`);
  return specs.filter((spec) => !accepted.has(spec));
}

/** A grant that has published takes no other version, and says so to an exchange too; the same bytes are still answered 201. */
async function expectOneVersionEach(gate: TestGate, ended: readonly Ended[]): Promise<void> {
  for (const { run, token, acknowledged } of ended) {
    if (!acknowledged) continue;
    const other = await publishDocument(run.name, `99.${run.version.replaceAll('.', '')}.0`);
    expect(await put(gate, run.name, token, other.text)).toMatchObject({ status: 403, json: { code: 'grant-spent' } });
    expect(await put(gate, run.name, token, run.document.text)).toMatchObject({ status: 201 });
    expect(await exchange(gate, run.name, run.idToken)).toMatchObject({ status: 403, json: { code: 'grant-spent' } });
  }
}

/** Nothing half-written stays in the folders of the embedded registry, nor a tarball in the spool. */
async function expectNoLeftovers({ folder }: TestGate): Promise<void> {
  expect(await readdir(join(folder, 'data', 'spool'))).toEqual([]);
  const files = await readdir(join(folder, 'data', 'registry'), { recursive: true });
  expect(files.filter((file) => /\.tmp|\.lock$/.test(file))).toEqual([]);
}
