import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfiguration, publishedSchema, reload } from '../../src/config/index.ts';
import { ADMIN_TOKEN, configurationOf, mistakesOf, warningsOf } from './fixture.ts';

it('without a file the defaults hold that the documentation promises', () => {
  const { data, administrators, ...rest } = configurationOf(undefined, { SALLYPORT_ADMIN_TOKEN: ADMIN_TOKEN });
  expect(data).toMatch(/[/\\]data$/);
  expect(administrators.tokens.map((token) => [token.source, token.read()])).toEqual([
    ['environment variable SALLYPORT_ADMIN_TOKEN', ADMIN_TOKEN],
  ]);
  expect(rest).toEqual({
    url: undefined,
    listen: { host: '127.0.0.1', port: 4873 },
    trustProxy: false,
    metrics: undefined,
    store: { kind: 'embedded' },
    encryptionKey: undefined,
    embedded: { anonymousRead: true, registration: false },
    upstream: { url: 'embedded', kind: 'auto', credential: undefined, publishAs: 'publish', timeoutMs: 30_000 },
    issuers: [],
    workspaces: [],
    providers: [],
    disable: [],
    owners: {},
    secondFactor: 'required',
    publish: { maxBytes: 268_435_456, tokenLifetimeMs: 600_000 },
    exchange: {
      maxTokenAgeSeconds: 3600,
      leewaySeconds: 60,
      strictAudience: true,
      rateLimit: { perAddress: 600, perRepository: 120 },
    },
  });
});

const WHOLE = `
url: https://npm.acme.example      # public address
listen: 127.0.0.1:4873
trustProxy: false
data: ./data
store: postgres://user:password@host/database
encryptionKey: {env: SALLYPORT_KEY}
embedded: {anonymousRead: true, registration: false}
upstream:
  url: https://registry.acme.example/npm/team/
  kind: auto
  credential: {env: NPM_CREDENTIAL}
  publishAs: publish
  timeout: 30s
issuers:
  - {provider: gitlab, issuer: "https://gitlab.acme.example"}
  - {provider: github, issuer: "https://ghe.acme.example/_services/token", default: true, private: true}
  - {provider: bitbucket, issuer: "http://127.0.0.1:9000/2.0/workspaces/acme/pipelines-config/identity/oidc", insecure: true}
providers: []
workspaces: []
disable: []
administrators:
  tokens: [{env: SALLYPORT_ADMIN_TOKEN}]
owners: {"@acme/*": [alice, bob]}
secondFactor: required
publish: {maxBytes: 256MiB, tokenLifetime: 10m}
exchange: {maxTokenAge: 1h, leeway: 60s, strictAudience: true, rateLimit: {perAddress: 600, perRepository: 120}}
metrics: {listen: 127.0.0.1:9464}
`;

it.each(['auto', 'npmjs', 'generic'])('a registry of kind %s may be told to stage what is published', (kind) => {
  const { upstream } = configurationOf(`upstream: {url: "https://registry.example", kind: ${kind}, publishAs: stage}`, {
    SALLYPORT_ADMIN_TOKEN: ADMIN_TOKEN,
  });
  expect(upstream.publishAs).toBe('stage');
});

it('the whole file of the documentation loads', () => {
  const env = { SALLYPORT_ADMIN_TOKEN: ADMIN_TOKEN, NPM_CREDENTIAL: 'npm_x' };
  const configuration = configurationOf(WHOLE, env);
  expect(configuration.url).toBe('https://npm.acme.example');
  expect(configuration.store).toEqual({ kind: 'postgres', url: 'postgres://user:password@host/database' });
  expect(configuration.upstream).toMatchObject({ url: 'https://registry.acme.example/npm/team', kind: 'auto' });
  expect(configuration.upstream.credential?.read()).toBe('npm_x');
  expect(configuration.issuers).toEqual([
    { provider: 'gitlab', issuer: 'https://gitlab.acme.example', default: false, private: false, insecure: false },
    {
      provider: 'github',
      issuer: 'https://ghe.acme.example/_services/token',
      default: true,
      private: true,
      insecure: false,
    },
    {
      provider: 'bitbucket',
      issuer: 'http://127.0.0.1:9000/2.0/workspaces/acme/pipelines-config/identity/oidc',
      default: false,
      private: false,
      insecure: true,
    },
  ]);
  expect(configuration.owners).toEqual({ '@acme/*': ['alice', 'bob'] });
});

it('A2: a key that could be guessed does not seal secrets, and is not shown; several gates are told that they need the same', () => {
  expect(mistakesOf('encryptionKey: {env: KEY}', { KEY: 'hunter2' })).toEqual([
    'sallyport.yaml:1:1 encryptionKey: environment variable KEY holds 7 characters; accepted: 32 or more',
  ]);
  expect(mistakesOf('encryptionKey: hunter2')[0]).not.toContain('hunter2');
  expect(
    warningsOf('encryptionKey: {env: SALLYPORT_KEY}', {
      SALLYPORT_KEY: ADMIN_TOKEN,
      SALLYPORT_ADMIN_TOKEN: ADMIN_TOKEN,
    }),
  ).toEqual([]);
  expect(warningsOf('store: postgres://u:p@h/d')).toContainEqual(expect.stringContaining('encryptionKey is not set'));
});

it('what is configured and does not work yet is said, not ignored', () => {
  const warnings = warningsOf(WHOLE, { SALLYPORT_ADMIN_TOKEN: ADMIN_TOKEN, SALLYPORT_KEY: ADMIN_TOKEN });
  expect(warnings).toEqual([
    'sallyport.yaml:12:3 upstream.credential: environment variable NPM_CREDENTIAL is not there or empty: the gate refuses to publish until it is',
    expect.stringContaining('sallyport.yaml:18:111 issuers[2].insecure: tokens of '),
  ]);
});

it('metrics: on loopback by default, elsewhere with a warning, never where the gate itself listens', () => {
  expect(configurationOf('metrics: {}').metrics).toEqual({ listen: { host: '127.0.0.1', port: 9464 } });
  expect(configurationOf('metrics: {listen: "[::1]:0"}').metrics).toEqual({ listen: { host: '::1', port: 0 } });
  expect(warningsOf('metrics: {listen: 0.0.0.0:9464}', { SALLYPORT_ADMIN_TOKEN: ADMIN_TOKEN })).toEqual([
    expect.stringContaining('sallyport.yaml:1:11 metrics.listen: 0.0.0.0:9464 is reachable from elsewhere'),
  ]);
  expect(mistakesOf('metrics: {listen: 127.0.0.1:4873}')).toEqual([
    expect.stringContaining('metrics.listen: 127.0.0.1:4873 is where the gate itself listens'),
  ]);
  expect(mistakesOf('metrics: {listen: 127.0.0.1:99999}')).toHaveLength(1);
});

it("npmjs means npm's own default registry, as npm's library knows it", () => {
  const { upstream } = configurationOf('upstream: {url: npmjs}');
  expect(upstream.kind).toBe('npmjs');
  expect(new URL(upstream.url).protocol).toBe('https:');
  expect(upstream.url).not.toMatch(/\/$/);
});

it('the environment overrides the file, one key or a whole section at a time', () => {
  const env = {
    SALLYPORT_URL: 'https://other.example',
    SALLYPORT_UPSTREAM__PUBLISH_AS: 'publish',
    SALLYPORT_UPSTREAM__TIMEOUT: '5s',
    SALLYPORT_EXCHANGE__STRICT_AUDIENCE: 'false',
    SALLYPORT_EXCHANGE__RATE_LIMIT__PER_ADDRESS: '0',
    SALLYPORT_ISSUERS: '[{"provider":"gitlab","issuer":"https://env.example"}]',
    SALLYPORT_OWNERS: '{"@env/*": [carol]}',
    SALLYPORT_PUBLISH: '{maxBytes: 1MiB, tokenLifetime: 1m}',
    SALLYPORT_PUBLISH__TOKEN_LIFETIME: '2m',
    SALLYPORT_SECOND_FACTOR: '',
  };
  const configuration = configurationOf(WHOLE, env);
  expect(configuration.url).toBe('https://other.example');
  expect(configuration.upstream.timeoutMs).toBe(5000);
  expect(configuration.upstream.url).toBe('https://registry.acme.example/npm/team');
  expect(configuration.exchange).toMatchObject({
    strictAudience: false,
    rateLimit: { perAddress: 0, perRepository: 120 },
  });
  expect(configuration.issuers.map((issuer) => issuer.issuer)).toEqual(['https://env.example']);
  expect(configuration.owners).toEqual({ '@env/*': ['carol'] });
  expect(configuration.publish).toEqual({ maxBytes: 1024 ** 2, tokenLifetimeMs: 120_000 });
  expect(configuration.secondFactor).toBe('required');
});

it('a variable that is misspelt is a warning; those of the commands and of secrets are not', () => {
  const env = {
    SALLYPORT_UPSTREAM__TIMEOT: '5s',
    SALLYPORT_NONSENSE: 'hunter2',
    SALLYPORT_TOKEN: 'x',
    SALLYPORT_REGISTRY: 'x',
    SALLYPORT_OTHER_TOKEN: ADMIN_TOKEN,
    SALLYPORT_ADMIN_TOKEN: ADMIN_TOKEN,
  };
  const warnings = warningsOf('administrators: {tokens: [{env: SALLYPORT_OTHER_TOKEN}]}', env);
  expect(warnings).toEqual([
    'SALLYPORT_UPSTREAM__TIMEOT: this variable is no setting of Sallyport and changes nothing; did you mean SALLYPORT_UPSTREAM__TIMEOUT?',
    'SALLYPORT_NONSENSE: this variable is no setting of Sallyport and changes nothing',
    expect.stringContaining('SALLYPORT_ADMIN_TOKEN: this variable is no setting'),
  ]);
});

it('paths of the file start from its folder, all others from the working folder', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'sallyport-config-'));
  try {
    mkdirSync(join(cwd, 'etc'));
    writeFileSync(
      join(cwd, 'etc', 'gate.yaml'),
      'data: ./state\nupstream: {url: "https://r.example", credential: {file: token}}',
    );
    writeFileSync(join(cwd, 'etc', 'token'), ' first \n');
    const options = { file: 'etc/gate.yaml', cwd };
    const loaded = loadConfiguration({ ...options, env: {} });
    if ('mistakes' in loaded) throw new Error(JSON.stringify(loaded.mistakes));
    expect(loaded.configuration.data).toBe(join(cwd, 'etc', 'state'));
    expect(loaded.configuration.upstream.credential?.read()).toBe('first');
    // Read on demand: a rotated file counts at once.
    writeFileSync(join(cwd, 'etc', 'token'), 'second');
    expect(loaded.configuration.upstream.credential?.read()).toBe('second');
    const moved = loadConfiguration({ ...options, env: { SALLYPORT_DATA: './elsewhere' } });
    expect('mistakes' in moved ? undefined : moved.configuration.data).toBe(join(cwd, 'elsewhere'));
  } finally {
    rmSync(cwd, { recursive: true });
  }
});

it('an empty file, an empty section and keys without a value mean the defaults', () => {
  const bare = configurationOf('# nothing\n');
  expect({ ...configurationOf('upstream:\nissuers:\nexchange:\n  leeway:\n'), data: '', administrators: [] }).toEqual({
    ...bare,
    data: '',
    administrators: [],
  });
});

it('SIGHUP: takes over issuers, owners and limits, and names what waits for a restart', () => {
  const current = configurationOf('upstream: {credential: {env: A}}', { A: '1' });
  const same = reload(current, configurationOf('upstream: {credential: {env: A}}', { A: '2' }));
  expect(same.restart).toEqual(['data']); // each load of this test has a folder of its own
  const next = {
    ...configurationOf(
      'listen: 127.0.0.1:1\nworkspaces: [acme]\nexchange: {leeway: 1s}\nupstream: {credential: {env: B}}',
    ),
    data: current.data,
  };
  const result = reload(current, next);
  expect(result.changed).toEqual(['workspaces', 'exchange']);
  expect(result.restart).toEqual(['listen', 'upstream']);
  expect(result.configuration.workspaces).toEqual(['acme']);
  expect(result.configuration.exchange.leewaySeconds).toBe(1);
  expect(result.configuration.listen.port).toBe(4873);
});

it('the published schema is the one that validates (node scripts/write-schema.js)', () => {
  const published: unknown = JSON.parse(readFileSync(new URL('../../sallyport.schema.json', import.meta.url), 'utf8'));
  expect(published).toEqual(publishedSchema());
});
