// Small GETs through the gate, against the same GETs direct. Usage: node bench/get.ts [rounds] [requests]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIssuerServer } from '@sallyport/issuer';
import { documentFile, put } from './support/document.ts';
import { escaped, publishToken, startGate, upstreamAt } from './support/gate.ts';
import { load, span } from './support/load.ts';
import { type Measured, median, startMeasured } from './support/process.ts';
import { startVerdaccio } from './support/verdaccio-account.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
const REQUESTS = Number(process.argv[3] ?? 2_000);
const CONNECTIONS = 16;
const NAME = '@acme/small';
const TARBALL_BYTES = 3_000;

const folder = await mkdtemp(join(tmpdir(), 'sallyport-bench-'));
const issuers = await startIssuerServer();
const issuer = await issuers.add({ provider: 'bitbucket', segment: 'acme' });
const servers: Measured[] = [];
const started = (server: Measured): Measured => {
  servers.push(server);
  return server;
};
try {
  const document = await documentFile(folder, NAME, TARBALL_BYTES);
  const bare = started(await startMeasured(['bench/support/bare-registry.ts', NAME, String(TARBALL_BYTES)]));
  const verdaccio = await startVerdaccio(folder, 'verdaccio');
  started(verdaccio.server);
  await put(verdaccio.server.url, NAME, verdaccio.token, document);
  const embedded = started(await startGate(folder, 'embedded', issuer));
  await put(embedded.url, NAME, await publishToken(embedded, NAME, issuer), document);

  await compare('a bare server', bare, [
    ['by URL', started(await startGate(folder, 'to-bare', issuer, upstreamAt(bare.url, 'generic'), 'unused'))],
  ]);
  await compare('Verdaccio', verdaccio.server, [
    ['by URL', started(await startGate(folder, 'to-verdaccio', issuer, upstreamAt(verdaccio.server.url), 'unused'))],
    ['embedded', embedded],
  ]);
} finally {
  for (const server of servers) await server.stop();
  await issuers.close();
  await rm(folder, { recursive: true, force: true });
}

async function compare(what: string, direct: Measured, ways: readonly [string, Measured][]): Promise<void> {
  for (const [of, path] of [
    ['packument', `/${escaped(NAME)}`],
    ['tarball', `/${NAME}/-/${NAME.split('/')[1]}-1.0.0.tgz`],
  ] as const) {
    const all: readonly [string, Measured][] = [['direct', direct], ...ways];
    const rates = new Map(all.map(([way]) => [way, [] as number[]]));
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [way, server] of all) {
        const requests = Array.from({ length: REQUESTS }, () => ({ path, method: 'GET' as const }));
        const { rate } = await load(server.url, requests, CONNECTIONS, 200);
        // The first round warms everything up.
        if (round > 0) rates.get(way)?.push(rate);
      }
    }
    const base = rates.get('direct') ?? [];
    for (const [way] of ways) {
      const own = rates.get(way) ?? [];
      const ratios = own.map((rate, index) => rate / (base[index] ?? Number.NaN));
      console.log(
        `| ${of} | ${what} | ${way} | ${Math.round(median(base))} | ${Math.round(median(own))} | ${span(ratios)} |`,
      );
    }
  }
}
