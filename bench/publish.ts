// A publish of 200 MB through the gate, against the same publish direct to Verdaccio, and the gate's memory meanwhile.
// Usage: node bench/publish.ts [rounds] [megabytes]
import { createHash, randomFillSync } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Issuer, startIssuerServer } from '@sallyport/issuer';
import { create } from 'tar';
import { stringify } from 'yaml';
import { type Measured, median, memory, resetPeak, startMeasured } from './support/process.ts';

const ROUNDS = Number(process.argv[2] ?? 3);
const MEGABYTES = Number(process.argv[3] ?? 200);
const TOKEN = 'bench-administrator-token-0123456789';

const folder = await mkdtemp(join(tmpdir(), 'sallyport-bench-'));
const issuers = await startIssuerServer();
const issuer = await issuers.add({ provider: 'bitbucket', segment: 'acme' });
const direct = await startVerdaccio('direct');
const behind = await startVerdaccio('behind');
const embedded = await startGate('embedded', {});
const byUrl = await startGate(
  'by-url',
  { url: behind.url, kind: 'verdaccio', credential: { env: 'UPSTREAM_TOKEN' } },
  await login(behind),
);
try {
  const ways: { name: string; server: Measured; token: (name: string) => Promise<string> }[] = [
    {
      name: 'direct to Verdaccio',
      server: direct,
      token: (() => {
        const token = login(direct);
        return () => token;
      })(),
    },
    { name: 'embedded', server: embedded, token: (name) => exchange(embedded, name) },
    { name: 'by URL', server: byUrl, token: (name) => exchange(byUrl, name) },
  ];
  const results = new Map(ways.map(({ name }) => [name, [] as { seconds: number; memory: number }[]]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { name, server, token } of ways) {
      const packageName = `@acme/big-${round}`;
      const document = await bigDocument(packageName);
      const bearer = await token(packageName);
      await new Promise((later) => setTimeout(later, 500));
      resetPeak(server.pid);
      const idle = memory(server.pid).now;
      const started = performance.now();
      await put(`${server.url}/${packageName.replace('/', '%2f')}`, bearer, document);
      const seconds = (performance.now() - started) / 1000;
      // The first round warms every way up.
      if (round > 0) results.get(name)?.push({ seconds, memory: memory(server.pid).peak - idle });
      await rm(document);
    }
  }
  const base = results.get('direct to Verdaccio') ?? [];
  for (const { name } of ways) {
    const own = results.get(name) ?? [];
    const ratios = own.map(({ seconds }, index) => seconds / (base[index]?.seconds ?? Number.NaN));
    console.log(
      `| ${name} | ${median(own.map(({ seconds }) => seconds)).toFixed(2)} | ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}) | ${Math.round(Math.max(...own.map((one) => one.memory)))} |`,
    );
  }
} finally {
  for (const server of [embedded, byUrl, direct, behind]) await server.stop();
  await issuers.close();
  await rm(folder, { recursive: true, force: true });
}

async function startVerdaccio(name: string): Promise<Measured> {
  const own = join(folder, name);
  await mkdir(own);
  // A PUT is buffered whole and parsed: 200 MB need more than V8's default allows.
  return startMeasured(['--max-old-space-size=8000', resolve('bench/support/verdaccio.ts'), own]);
}

async function login({ url }: Measured): Promise<string> {
  const answer = await fetch(`${url}/-/user/org.couchdb.user:bench`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'bench', password: 'bench-password' }),
  });
  return ((await answer.json()) as { token: string }).token;
}

async function startGate(name: string, upstream: object, upstreamToken = ''): Promise<Measured> {
  const file = join(folder, `${name}.yaml`);
  await writeFile(
    file,
    stringify({
      listen: '127.0.0.1:0',
      data: join(folder, `data-${name}`),
      upstream,
      publish: { maxBytes: '1024MiB' },
      issuers: [{ provider: issuer.provider.type, issuer: issuer.url, insecure: true }],
      administrators: { tokens: [{ env: 'BENCH_TOKEN' }] },
    }),
  );
  return startMeasured([resolve('packages/gate/bin/sallyport.js'), 'serve', '--config', file], {
    BENCH_TOKEN: TOKEN,
    UPSTREAM_TOKEN: upstreamToken,
  });
}

/** Configures trust for the package and exchanges a token for it. */
async function exchange(gate: Measured, packageName: string): Promise<string> {
  const name = packageName.replace('/', '%2f');
  const { workspaceUuid, repositoryUuid } = issuer.provider.token.example;
  await fetch(`${gate.url}/-/package/${name}/trust`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify([
      { type: issuer.provider.type, issuer: issuer.url, claims: { workspaceUuid, repositoryUuid } },
    ]),
  });
  const answer = await fetch(`${gate.url}/-/npm/v1/oidc/token/exchange/package/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await (issuer satisfies Issuer).mint({ audience: 'npm:127.0.0.1' })}` },
  });
  return ((await answer.json()) as { token: string }).token;
}

/** A publish document on disk with a tarball of random bytes, as npm would send it. */
async function bigDocument(name: string): Promise<string> {
  const work = await mkdtemp(join(folder, 'package-'));
  await mkdir(join(work, 'package'));
  await writeFile(join(work, 'package', 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
  await writeFile(join(work, 'package', 'data.bin'), randomFillSync(Buffer.alloc(MEGABYTES * 1_000_000)));
  const tarball = join(work, 'p.tgz');
  await pipeline(create({ gzip: { level: 1 }, portable: true, cwd: work }, ['package']), createWriteStream(tarball));
  const sha512 = createHash('sha512');
  const sha1 = createHash('sha1');
  for await (const chunk of createReadStream(tarball)) {
    sha512.update(chunk as Buffer);
    sha1.update(chunk as Buffer);
  }
  const dist = {
    integrity: `sha512-${sha512.digest('base64')}`,
    shasum: sha1.digest('hex'),
    tarball: `http://127.0.0.1/${name}/-/${name}-1.0.0.tgz`,
  };
  const head = JSON.stringify({
    _id: name,
    name,
    'dist-tags': { latest: '1.0.0' },
    versions: { '1.0.0': { name, version: '1.0.0', _id: `${name}@1.0.0`, dist } },
    access: null,
  });
  const { size } = await stat(tarball);
  const document = join(folder, `document-${Math.random().toString(36).slice(2)}.json`);
  const out = createWriteStream(document);
  out.write(
    `${head.slice(0, -1)},"_attachments":{${JSON.stringify(`${name}-1.0.0.tgz`)}:{"content_type":"application/octet-stream","data":"`,
  );
  out.write((await readFile(tarball)).toString('base64'));
  await new Promise((done) => out.end(`","length":${size}}}}`, () => done(undefined)));
  await rm(work, { recursive: true });
  return document;
}

async function put(url: string, token: string, document: string): Promise<void> {
  const { size } = await stat(document);
  await new Promise<void>((done, failed) => {
    const sent = request(
      url,
      {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': size },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () =>
          answer.statusCode === 201 ? done() : failed(new Error(`${url}: ${answer.statusCode} ${text}`)),
        );
      },
    );
    sent.on('error', failed);
    pipeline(createReadStream(document, { highWaterMark: 256 * 1024 }), sent).catch(failed);
  });
}
