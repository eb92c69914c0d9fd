import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadConfiguration } from 'sallyport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT, readText, trackedFiles } from './support/checkout.ts';
import { startTestGate, type TestGate } from './support/gate.ts';

const DOCKERFILE = readText('deploy/Dockerfile');
const UNIT = readText('deploy/sallyport.service');
const NGINX = readText('deploy/examples/nginx.conf');

interface Compose {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly environment: Readonly<Record<string, string>>;
        readonly build?: { readonly context: string; readonly dockerfile: string };
        readonly volumes: readonly string[];
      }
    >
  >;
  readonly volumes: Readonly<Record<string, null>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}
const compose = parse(readText('deploy/compose.yaml')) as Compose;

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** What the gate says about these variables: mistakes, and every warning about a variable. */
function complaints(env: Readonly<Record<string, string>>): readonly string[] {
  const loaded = loadConfiguration({ env, cwd: tmpdir() });
  const said =
    'mistakes' in loaded ? loaded.mistakes : loaded.warnings.filter(({ place }) => place.startsWith('SALLYPORT_'));
  return said.map(({ place, message }) => `${place}: ${message}`);
}

describe('what the files in deploy/ set is what the gate knows', () => {
  /** Instead of /run/secrets. */
  let secrets: string;
  beforeAll(async () => {
    secrets = await mkdtemp(join(tmpdir(), 'sallyport-secrets-'));
    for (const name of Object.keys(compose.secrets)) await writeFile(join(secrets, name), 'x'.repeat(64));
  });
  afterAll(() => rm(secrets, { recursive: true, force: true }));

  const image = Object.fromEntries(
    [...DOCKERFILE.matchAll(/^\s*(?:ENV )?(SALLYPORT_\w+)=(\S+)/gm)].map(([, name = '', value = '']) => [name, value]),
  );

  it('in the Dockerfile, with the one thing that an operator must add', () => {
    expect(Object.keys(image).toSorted()).toEqual(['SALLYPORT_DATA', 'SALLYPORT_LISTEN']);
    expect(complaints({ ...image, SALLYPORT_URL: 'https://npm.acme.example' })).toEqual([]);
    expect(complaints({ ...image, SALLYPORT_ULR: 'x', SALLYPORT_URL: 'https://npm.acme.example' })).toHaveLength(1);
  });

  it('in compose.yaml', () => {
    const set = Object.fromEntries(
      Object.entries(compose.services['gate']?.environment ?? {}).map(([name, value]) => [
        name,
        value
          .replace(/\$\{HOST:[^}]+\}/, 'npm.acme.example')
          .replace(/\$\{POSTGRES_PASSWORD:[^}]+\}/, 'secret')
          .replace('/run/secrets', secrets),
      ]),
    );
    expect(Object.keys(set).every((name) => name.startsWith('SALLYPORT_'))).toBe(true);
    expect(JSON.stringify(set)).not.toContain('${');
    expect(complaints({ ...image, ...set })).toEqual([]);
  });

  it('in the systemd unit', () => {
    const set = Object.fromEntries(
      [...UNIT.matchAll(/^Environment="?(SALLYPORT_\w+)=(.*?)"?$/gm)].map(([, name = '', value = '']) => [
        name,
        value.replace('%d', secrets),
      ]),
    );
    expect(Object.keys(set)).toHaveLength(2);
    expect(complaints(set)).toEqual([]);
  });

  it('and in every page about them: each variable is one of the configuration', () => {
    const pages = trackedFiles().filter((file) => /^(?:docs\/how-to\/|deploy\/).*\.(?:md|yaml|conf)$/.test(file));
    const names = new Set(
      pages.flatMap((page) => [...readText(page).matchAll(/SALLYPORT_[A-Z_]+/g)].map(([name]) => name)),
    );
    const { properties } = JSON.parse(readText('packages/gate/sallyport.schema.json')) as { properties: object };
    const known = Object.keys(properties).map((key) =>
      key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
    );
    // These two are of the commands, not of the file.
    const own = ['SALLYPORT_TOKEN', 'SALLYPORT_REGISTRY', 'SALLYPORT_ADMIN_TOKEN'];
    expect(names.size).toBeGreaterThan(3);
    expect(
      [...names].filter(
        (name) => !own.includes(name) && !known.includes(name.slice('SALLYPORT_'.length).split('__')[0] ?? ''),
      ),
    ).toEqual([]);
  });
});

describe('the image', () => {
  let gate: TestGate;
  beforeAll(async () => {
    gate = await startTestGate();
  });
  afterAll(async () => {
    await gate.stop();
    await rm(gate.folder, { recursive: true, force: true });
  });

  it('copies what exists, every package of the checkout among it', () => {
    const copied = [...DOCKERFILE.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, words = '']) =>
      words.trim().split(/\s+/).slice(0, -1),
    );
    expect(copied.filter((path) => !existsSync(resolve(ROOT, path)))).toEqual([]);
    const { workspaces } = JSON.parse(readText('package.json')) as { workspaces: string[] };
    for (const workspace of workspaces) expect(copied).toContain(`${workspace}/package.json`);
    // Folders of commands, without which npm cannot link them.
    for (const workspace of workspaces.filter(
      (one) => existsSync(resolve(ROOT, one, 'bin')) && one !== 'packages/issuer',
    ))
      expect(copied).toContain(`${workspace}/bin`);
  });

  it('has the Verdaccio that the lock file has, and a Node that the gate takes', () => {
    const lock = JSON.parse(readText('package-lock.json')) as { packages: Record<string, { version: string }> };
    const verdaccio = lock.packages['node_modules/verdaccio']?.version;
    expect(DOCKERFILE).toContain(`verdaccio@${verdaccio}`);
    const bases = [...DOCKERFILE.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(new Set(bases)).toEqual(new Set(['node:24-slim']));
    expect(readText('packages/gate/package.json')).toContain('^24.');
  });

  it('is healthy when the gate is ready, and not before', () => {
    const check = /CMD (\[.*health.*\])$/m.exec(DOCKERFILE)?.[1] ?? '[]';
    const [, flag = '', script = ''] = JSON.parse(check) as string[];
    expect(script).toContain('127.0.0.1:4873');
    const at = (url: string): number | null =>
      spawnSync(process.execPath, [flag, script.replace('http://127.0.0.1:4873', url)]).status;
    expect(at(gate.url)).toBe(0);
    expect(at('http://127.0.0.1:1')).toBe(1);
  });
});

it('compose.yaml names files and volumes that exist', () => {
  const { services, volumes, secrets } = compose;
  const build = services['gate']?.build;
  expect(existsSync(resolve(ROOT, 'deploy', build?.context ?? '', build?.dockerfile ?? 'none'))).toBe(true);
  for (const mounted of Object.values(services).flatMap((service) => service.volumes)) {
    const from = mounted.split(':')[0] ?? '';
    if (from.startsWith('.')) expect(existsSync(resolve(ROOT, 'deploy', from)), from).toBe(true);
    else expect(Object.keys(volumes)).toContain(from);
  }
  // Never in the repository.
  for (const { file } of Object.values(secrets)) expect(existsSync(resolve(ROOT, 'deploy', file))).toBe(false);
});

it('nginx takes what the gate takes: the largest publish, the largest id_token, in one header', () => {
  const megabytes = Number(/client_max_body_size (\d+)m;/.exec(NGINX)?.[1]);
  const loaded = loadConfiguration({ env: {}, cwd: tmpdir() });
  if ('mistakes' in loaded) throw new Error('the defaults are a mistake');
  expect(megabytes * 1024 * 1024).toBeGreaterThanOrEqual(loaded.configuration.publish.maxBytes);
  expect(Number(/large_client_header_buffers \d+ (\d+)k;/.exec(NGINX)?.[1])).toBeGreaterThanOrEqual(32);
  // A path behind the address would make nginx decode names and write them anew.
  expect(NGINX).toMatch(/proxy_pass http:\/\/[\d.]+:\d+;/);
});

it.runIf(has('systemd-analyze'))('systemd understands the unit, and finds it little exposed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-unit-'));
  try {
    const file = join(folder, 'sallyport.service');
    await writeFile(file, UNIT.replace('/usr/local/bin/sallyport', process.execPath));
    const verified = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    expect(verified.stderr).toBe('');
    expect(verified.status).toBe(0);
    const exposed = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', file]);
    expect(exposed.status).toBe(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it.runIf(has('nginx'))('nginx understands its example', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-nginx-'));
  try {
    execFileSync(
      'openssl',
      'req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out fullchain.pem -subj /CN=x'.split(' '),
      {
        cwd: folder,
        stdio: 'ignore',
      },
    );
    const file = join(folder, 'nginx.conf');
    const server = NGINX.replaceAll('/etc/ssl/npm.acme.example', folder).replace(
      'listen 443',
      'listen 127.0.0.1:44300',
    );
    await writeFile(file, `pid ${folder}/pid;\nevents {}\nhttp {\n${server}\n}\n`);
    const tested = spawnSync('nginx', ['-t', '-c', file, '-e', 'stderr'], { encoding: 'utf8' });
    expect(tested.status, tested.stderr).toBe(0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it.runIf(has('caddy'))('Caddy understands its example', () => {
  const file = resolve(ROOT, 'deploy/examples/Caddyfile');
  const tested = spawnSync('caddy', ['validate', '--adapter', 'caddyfile', '--config', file], { encoding: 'utf8' });
  expect(tested.status, tested.stderr).toBe(0);
});
