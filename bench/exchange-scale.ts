// Whether an exchange slows down with what is stored: publishers, and grants of earlier exchanges. Usage: node bench/exchange-scale.ts [rounds] [embedded|postgres] [amount]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIssuerServer } from '@sallyport/issuer';
import { startPostgres } from '../packages/gate/test/support/postgres.ts';
import { fillGrants, fillPublishers, type StorePlace } from './support/fill-store.ts';
import { exchangeUrl, mintRun, publishToken, startGate } from './support/gate.ts';
import { load, span } from './support/load.ts';
import { type Measured, median } from './support/process.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
const STORES = (['embedded', 'postgres'] as const).filter((store) => [undefined, store].includes(process.argv[3]));
const AMOUNT = Number(process.argv[4] ?? 100_000);
const FEW = 10;
const PACKAGE = '@acme/bench';
/** One after the other for latency, side by side for the rate. */
const ALONE = { connections: 1, exchanges: 300 };
const TOGETHER = { connections: 32, exchanges: 2_000 };

const folder = await mkdtemp(join(tmpdir(), 'sallyport-bench-'));
const issuers = await startIssuerServer();
const issuer = await issuers.add({ provider: 'bitbucket', segment: 'acme' });
const database = await startPostgres();
try {
  for (const store of STORES) {
    const empty = await gateOn(store, `${store}-empty`, async (place) => fillPublishers(place, FEW));
    const publishers = await gateOn(store, `${store}-publishers`, async (place) => fillPublishers(place, AMOUNT));
    const grants = await gateOn(store, `${store}-grants`, async (place) => {
      await fillPublishers(place, FEW);
      await fillGrants(place, AMOUNT);
    });
    try {
      const latency = await compare(empty, publishers, ALONE, ({ latencies }) => median(latencies));
      console.log(`| ${store} | ms, ${AMOUNT} publishers against ${FEW} | ${latency} | <= 1.2 |`);
      const rate = await compare(empty, grants, TOGETHER, (loaded) => loaded.rate);
      console.log(`| ${store} | exchanges/s, ${AMOUNT} grants against none | ${rate} | >= 0.9 |`);
    } finally {
      for (const gate of [empty, publishers, grants]) await gate.stop();
    }
  }
} finally {
  await database.stop();
  await issuers.close();
  await rm(folder, { recursive: true, force: true });
}

/** A gate that trusts the package and has exchanged once, whose store was filled while it was down. */
async function gateOn(
  store: 'embedded' | 'postgres',
  name: string,
  fill: (place: StorePlace) => Promise<void>,
): Promise<Measured> {
  const url = store === 'postgres' ? await database.newSchema() : undefined;
  const configuration = url === undefined ? {} : { store: url };
  const first = await startGate(folder, name, issuer, configuration);
  await publishToken(first, PACKAGE, issuer);
  await first.stop();
  await fill(url === undefined ? { folder: join(folder, `data-${name}`) } : { url });
  return startGate(folder, name, issuer, configuration);
}

/** The ratio of both, in turns: middle and span of the rounds. */
async function compare(
  base: Measured,
  filled: Measured,
  { connections, exchanges }: typeof ALONE,
  measure: (loaded: Awaited<ReturnType<typeof load>>) => number,
): Promise<string> {
  const ratios: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const measured: number[] = [];
    for (const gate of [base, filled]) {
      const tokens = await Promise.all(Array.from({ length: exchanges }, () => mintRun(issuer)));
      const url = new URL(exchangeUrl(gate, PACKAGE));
      const requests = tokens.map((token) => ({
        path: url.pathname,
        method: 'POST' as const,
        headers: { authorization: `Bearer ${token}` },
      }));
      measured.push(measure(await load(url.origin, requests, connections, 201)));
    }
    const [before = Number.NaN, after = Number.NaN] = measured;
    // The first round warms both up.
    if (round > 0) ratios.push(after / before);
  }
  return span(ratios);
}
