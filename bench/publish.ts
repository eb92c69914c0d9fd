// A publish through the gate, against the same publish direct to Verdaccio, and the gate's memory meanwhile.
// Usage: node bench/publish.ts [rounds] [size: 1KB, 10MB, 200MB ...]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startIssuerServer } from '@sallyport/issuer';
import { documentFile, put } from './support/document.ts';
import { publishToken, startGate, upstreamAt } from './support/gate.ts';
import { span } from './support/load.ts';
import { type Measured, median, memory, resetPeak } from './support/process.ts';
import { startVerdaccio } from './support/verdaccio-account.ts';

const ROUNDS = Number(process.argv[2] ?? 3);
const SIZE = process.argv[3] ?? '200MB';
/** Small ones are over before anything settles. After large ones the servers tidy their memory, half a second later for some. Milliseconds. */
const SETTLE_MS = bytesOf(SIZE) < 1_000_000 ? 20 : 2_000;

const folder = await mkdtemp(join(tmpdir(), 'sallyport-bench-'));
const issuers = await startIssuerServer();
const issuer = await issuers.add({ provider: 'bitbucket', segment: 'acme' });
const direct = await startVerdaccio(folder, 'direct');
const behind = await startVerdaccio(folder, 'behind');
const limits = { publish: { maxBytes: '1024MiB' } };
const embedded = await startGate(folder, 'embedded', issuer, limits);
const byUrl = await startGate(folder, 'by-url', issuer, { ...limits, ...upstreamAt(behind.server.url) }, behind.token);
try {
  const ways: { name: string; server: Measured; token: (name: string) => Promise<string> }[] = [
    { name: 'direct to Verdaccio', server: direct.server, token: () => Promise.resolve(direct.token) },
    { name: 'embedded', server: embedded, token: (name) => publishToken(embedded, name, issuer) },
    { name: 'by URL', server: byUrl, token: (name) => publishToken(byUrl, name, issuer) },
  ];
  const results = new Map(ways.map(({ name }) => [name, [] as { ms: number; memory: number }[]]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { name, server, token } of ways) {
      const packageName = `@acme/big-${round}`;
      const document = await documentFile(folder, packageName, bytesOf(SIZE));
      const bearer = await token(packageName);
      await pause(SETTLE_MS);
      resetPeak(server.pid);
      const idle = memory(server.pid).now;
      const started = performance.now();
      await put(server.url, packageName, bearer, document);
      const ms = performance.now() - started;
      // The first round warms every way up.
      if (round > 0) results.get(name)?.push({ ms, memory: memory(server.pid).peak - idle });
      await rm(document);
    }
  }
  const base = results.get('direct to Verdaccio') ?? [];
  console.log(`| ${SIZE} | ms | ratio | ms beyond direct | MiB |`);
  for (const { name } of ways) {
    const own = results.get(name) ?? [];
    const beside = (of: (ms: number, direct: number) => number): number[] =>
      own.map(({ ms }, index) => of(ms, base[index]?.ms ?? Number.NaN));
    console.log(
      `| ${name} | ${median(own.map(({ ms }) => ms)).toFixed(1)} | ${span(beside((ms, other) => ms / other))} | ${span(
        beside((ms, other) => ms - other),
        1,
      )} | ${Math.round(Math.max(...own.map((one) => one.memory)))} |`,
    );
  }
} finally {
  for (const server of [embedded, byUrl, direct.server, behind.server]) await server.stop();
  await issuers.close();
  await rm(folder, { recursive: true, force: true });
}

/** Of the tarball's content: `1KB`, `10MB`. */
function bytesOf(size: string): number {
  const [, amount, unit] = /^(\d+)(KB|MB)$/.exec(size) ?? [];
  if (amount === undefined) throw new Error(`${size} is no size: write 1KB or 10MB`);
  return Number(amount) * (unit === 'KB' ? 1_000 : 1_000_000);
}
