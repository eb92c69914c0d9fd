import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, packument, request } from './support/api.ts';
import { type Client, npm11, npm12, pnpm12, yarn4 } from './support/clients.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { circleciJob } from './support/jobs.ts';
import { run } from './support/run.ts';
import { createRunner, type Runner, yarnFiles } from './support/runner.ts';
import { startTlsProxy, type TlsProxy } from './support/tls-proxy.ts';
import { startVerdaccio, type Verdaccio } from './support/verdaccio.ts';

const PREFIX = '/repository/npm';
/** One package a client; each depends on the one before, so that installing the last installs all. */
const published: readonly (readonly [Client, string])[] = [
  [npm12, '@acme/base'],
  [pnpm12, '@acme/middle'],
  [yarn4, '@acme/top'],
];
const before = (name: string): string | undefined =>
  published[published.findIndex(([, other]) => other === name) - 1]?.[1];

describe.each([
  ['embedded', ''],
  ['by URL', ''],
  ['by URL', PREFIX],
] as const)('behind a proxy that ends TLS, %s, under "%s"', (kind, prefix) => {
  let proxy: TlsProxy;
  let registry: Verdaccio | undefined;
  let stage: TestStage;
  let runner: Runner;
  /** What users write into their npmrc. */
  let address: string;
  beforeAll(async () => {
    proxy = await startTlsProxy();
    registry = kind === 'embedded' ? undefined : await startVerdaccio(prefix);
    stage = await startTestStage({
      configuration: {
        url: proxy.url,
        trustProxy: ['127.0.0.1'],
        ...(registry === undefined ? {} : { upstream: { url: registry.url, credential: { env: 'REGISTRY_TOKEN' } } }),
      },
      ...(registry === undefined ? {} : { env: { REGISTRY_TOKEN: registry.token } }),
    });
    proxy.passTo(stage.gate.url);
    address = proxy.url + prefix;
    runner = await createRunner(address);
  });
  afterAll(async () => {
    await stage.close();
    await registry?.close();
    await proxy.close();
    await runner.remove();
  });

  /** npm and yarn take Node's variable, pnpm's own binary OpenSSL's (clients.md section 5). */
  const environment = (project: string): NodeJS.ProcessEnv => ({
    ...runner.environment(project),
    NODE_EXTRA_CA_CERTS: proxy.ca,
    SSL_CERT_FILE: proxy.ca,
  });
  const settings = (name: string) => ({
    ...yarnFiles(address, name),
    '.yarnrc.yml': `npmRegistryServer: ${JSON.stringify(address)}\nenableTelemetry: false\nnpmMinimalAgeGate: 0\n`,
  });

  it.each(published)('$title exchanges and publishes', async (client, name) => {
    await addPublisher(stage.gate, name, stage.circleci);
    const dependency = before(name);
    const project = await runner.project(name, '1.0.0', {
      files: client === yarn4 ? settings(name) : {},
      packageJson: dependency === undefined || client === yarn4 ? {} : { dependencies: { [dependency]: '^1.0.0' } },
    });
    if (client === yarn4 && dependency !== undefined) {
      const added = await run([...client.command, 'add', dependency], { cwd: project, env: environment(project) });
      expect(added.code, added.output).toBe(0);
    }
    const job = await circleciJob(stage, { 'oidc.circleci.com/job-id': crypto.randomUUID() });
    const ran = await run([...client.command, ...client.publish], {
      cwd: project,
      env: { ...environment(project), ...job },
    });
    expect(ran.code, ran.output).toBe(0);
    const exchanges = proxy.seen.filter(
      (line) => line.includes('/oidc/token/exchange/') && line.includes(name.slice(6)),
    );
    // npm asks at the root of the host, whatever the registry's path; the others under it (npm-contract.md section 2).
    const start = client === npm12 ? '' : prefix;
    expect(exchanges.map((line) => line.split('/package/')[0])).toEqual([`POST ${start}/-/npm/v1/oidc/token/exchange`]);
    expect((await packument({ url: stage.gate.url + prefix }, name))?.versions['1.0.0']?.dist.tarball).toBe(
      `${address}/${name}/-/${name.slice(6)}-1.0.0.tgz`,
    );
  });

  it.each([npm12, npm11, pnpm12, yarn4])('W3: $title installs a package with its dependencies', async (client) => {
    const folder =
      client === yarn4
        ? await runner.project('consumer', '1.0.0', { files: settings('consumer') })
        : await runner.emptyProject();
    const command = client.bin === 'npm' ? ['install', '@acme/top'] : ['add', '@acme/top'];
    const ran = await run([...client.command, ...command], { cwd: folder, env: environment(folder) });
    expect(ran.code, ran.output).toBe(0);
    expect(ran.output).not.toContain('EALLOWREMOTE');
    const lock = await readFile(join(folder, LOCKS[client.bin]), 'utf8');
    for (const [, name] of published) expect(lock).toContain(name);
    if (client.bin !== 'npm') return;
    const resolved = [...lock.matchAll(/"resolved": "([^"]+)"/g)].map(([, url]) => url);
    // In the order of the names, as packages lie in node_modules.
    expect(resolved).toEqual(published.map(([, name]) => `${address}/${name}/-/${name.slice(6)}-1.0.0.tgz`));
    // And again from the lock file alone.
    const again = await run([...client.command, 'ci'], { cwd: folder, env: environment(folder) });
    expect(again.code, again.output).toBe(0);
  });

  it('W3: no header of a request changes where clients fetch tarballs', async () => {
    for (const [, name] of published) {
      const { text } = await request(`${stage.gate.url}${prefix}/${name.replace('/', '%2f')}`, {
        headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
      });
      const tarballs = [...text.matchAll(/"tarball": ?"([^"]+)"/g)].map(([, url]) => url);
      expect(tarballs).toEqual([`${address}/${name}/-/${name.slice(6)}-1.0.0.tgz`]);
    }
  });
});

const LOCKS = { npm: 'package-lock.json', pnpm: 'pnpm-lock.yaml', yarn: 'yarn.lock' } as const;
