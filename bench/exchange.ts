// Exchanges a second, against the floor of the same store in the same run. Usage: node bench/exchange.ts [rounds] [embedded|postgres]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIssuerServer } from '@sallyport/issuer';
import { startPostgres } from '../packages/gate/test/support/postgres.ts';
import { exchangeUrl, mintRun, startGate, trust } from './support/gate.ts';
import { load, span } from './support/load.ts';
import { type Measured, median, startMeasured } from './support/process.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
/** Both, or the one that is named. */
const STORES = (['embedded', 'postgres'] as const).filter((store) => [undefined, store].includes(process.argv[3]));
const CONNECTIONS = [1, 32] as const;
/** Exchanges of one measurement: so many for one connection, so many for 32. */
const AMOUNT = { 1: 600, 32: 4_000 } as const;
const PACKAGE = '@acme/bench';

const folder = await mkdtemp(join(tmpdir(), 'sallyport-bench-'));
const issuers = await startIssuerServer();
const issuer = await issuers.add({ provider: 'bitbucket', segment: 'acme' });
const database = await startPostgres();
try {
  for (const store of STORES) {
    const gate = await startGate(folder, store, issuer, {
      store: store === 'embedded' ? 'embedded' : await database.newSchema(),
    });
    await trust(gate, PACKAGE, issuer);
    const floorPlace = store === 'embedded' ? folder : await database.newSchema();
    const floor = await startMeasured([
      'bench/support/floor.ts',
      JSON.stringify(issuer.signingKey().publicJwk),
      store,
      floorPlace,
    ]);
    try {
      await compare(store, gate, floor);
    } finally {
      await floor.stop();
      await gate.stop();
    }
  }
} finally {
  await database.stop();
  await issuers.close();
  await rm(folder, { recursive: true, force: true });
}

async function compare(store: string, gate: Measured, floor: Measured): Promise<void> {
  for (const connections of CONNECTIONS) {
    const amount = AMOUNT[connections];
    const rates: { gate: number; floor: number }[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const floorRate = await rateOf(`${floor.url}/exchange`, amount, connections);
      const gateRate = await rateOf(exchangeUrl(gate, PACKAGE), amount, connections);
      // The first round warms both up.
      if (round > 0) rates.push({ gate: gateRate, floor: floorRate });
    }
    const ratios = rates.map((rate) => rate.gate / rate.floor);
    console.log(
      `| ${store} | ${connections} | ${Math.round(median(rates.map((rate) => rate.gate)))} | ${Math.round(median(rates.map((rate) => rate.floor)))} | ${span(ratios)} |`,
    );
  }
}

/** Fresh id_tokens, each once, over so many connections; gives exchanges a second. */
async function rateOf(url: string, amount: number, connections: number): Promise<number> {
  const { origin, pathname } = new URL(url);
  const tokens = await Promise.all(Array.from({ length: amount }, () => mintRun(issuer)));
  const requests = tokens.map((token) => ({
    path: pathname,
    method: 'POST' as const,
    headers: { authorization: `Bearer ${token}` },
  }));
  return (await load(origin, requests, connections, 201)).rate;
}
