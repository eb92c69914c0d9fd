// Exchanges a second, against the floor of the same store in the same run. Usage: node bench/exchange.ts [rounds] [embedded|postgres]
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Issuer, startIssuerServer } from '@sallyport/issuer';
import { Client } from 'undici';
import { startPostgres } from '../packages/gate/test/support/postgres.ts';
import { type Measured, median, startMeasured } from './support/process.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
/** Both, or the one that is named. */
const STORES = (['embedded', 'postgres'] as const).filter((store) => [undefined, store].includes(process.argv[3]));
const CONNECTIONS = [1, 32] as const;
/** Exchanges of one measurement: so many for one connection, so many for 32. */
const AMOUNT = { 1: 600, 32: 4_000 } as const;
const TOKEN = 'bench-administrator-token-0123456789';
const PACKAGE = '@acme/bench';

const folder = await mkdtemp(join(tmpdir(), 'sallyport-bench-'));
const issuers = await startIssuerServer();
const issuer = await issuers.add({ provider: 'bitbucket', segment: 'acme' });
const database = await startPostgres();
try {
  for (const store of STORES) {
    const gate = await startGate(
      store === 'embedded' ? 'embedded' : await database.newSchema(),
      join(folder, `gate-${store}`),
      issuer,
    );
    const floorPlace = store === 'embedded' ? folder : await database.newSchema();
    const floor = await startMeasured([
      'bench/support/floor.ts',
      JSON.stringify(issuer.signingKey().publicJwk),
      store,
      floorPlace,
    ]);
    try {
      await compare(store, gate, floor, issuer);
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

async function compare(store: string, gate: Measured, floor: Measured, from: Issuer): Promise<void> {
  const exchangeUrl = `${gate.url}/-/npm/v1/oidc/token/exchange/package/${PACKAGE.replace('/', '%2f')}`;
  for (const connections of CONNECTIONS) {
    const amount = AMOUNT[connections];
    const rates: { gate: number; floor: number }[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const tokens = await mint(from, amount * 2);
      const floorRate = await load(`${floor.url}/exchange`, tokens.slice(amount), connections);
      const gateRate = await load(exchangeUrl, tokens.slice(0, amount), connections);
      // The first round warms both up.
      if (round > 0) rates.push({ gate: gateRate, floor: floorRate });
    }
    const ratios = rates.map((rate) => rate.gate / rate.floor);
    console.log(
      `| ${store} | ${connections} | ${Math.round(median(rates.map((rate) => rate.gate)))} | ${Math.round(median(rates.map((rate) => rate.floor)))} | ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}) |`,
    );
  }
}

async function mint(from: Issuer, count: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let i = 0; i < count; i++)
    tokens.push(await from.mint({ audience: 'npm:127.0.0.1', claims: { stepUuid: `{${crypto.randomUUID()}}` } }));
  return tokens;
}

/** Each token once, over so many connections; gives requests a second. Throws when any was refused. */
async function load(url: string, tokens: readonly string[], connections: number): Promise<number> {
  const { origin, pathname } = new URL(url);
  const waiting = tokens.values();
  const clients = Array.from({ length: connections }, () => new Client(origin));
  const started = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      for (const token of waiting) {
        const { statusCode, body } = await client.request({
          path: pathname,
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
        });
        const text = await body.text();
        if (statusCode !== 201) throw new Error(`${url}: ${statusCode} ${text}`);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(clients.map((client) => client.close()));
  return tokens.length / seconds;
}

async function startGate(store: string, data: string, from: Issuer): Promise<Measured> {
  const file = join(folder, `${data.endsWith('embedded') ? 'embedded' : 'postgres'}.yaml`);
  await writeFile(
    file,
    [
      'listen: 127.0.0.1:0',
      `data: ${data}`,
      `store: ${JSON.stringify(store)}`,
      `issuers: [{provider: ${from.provider.type}, issuer: "${from.url}", insecure: true}]`,
      'administrators: {tokens: [{env: BENCH_TOKEN}]}',
      'exchange: {rateLimit: {perAddress: 0, perRepository: 0}}',
      '',
    ].join('\n'),
  );
  const gate = await startMeasured([resolve('packages/gate/bin/sallyport.js'), 'serve', '--config', file], {
    BENCH_TOKEN: TOKEN,
  });
  const { workspaceUuid, repositoryUuid } = from.provider.token.example;
  const added = await fetch(`${gate.url}/-/package/${PACKAGE.replace('/', '%2f')}/trust`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify([{ type: from.provider.type, issuer: from.url, claims: { workspaceUuid, repositoryUuid } }]),
  });
  if (!added.ok) throw new Error(await added.text());
  return gate;
}
