import { readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { json, PUBLISH_TOKEN, type Recorded, type Registry, registry } from './support/registry.ts';
import { bitbucket, idToken, sallyportCi, step } from './support/step.ts';

const exchanged = ({ requests }: Registry) =>
  requests
    .filter(({ method }) => method === 'POST')
    .map(({ path }) => decodeURIComponent(path.split('/').at(-1) ?? ''));
const revoked = ({ seen }: Registry) => seen('DELETE').map(({ path, authorization }) => `${path} ${authorization}`);
const REVOKED = `/-/sallyport/v1/publish-token Bearer ${PUBLISH_TOKEN}`;

const refusedFor =
  (...names: readonly string[]) =>
  (response: Parameters<ReturnType<typeof json>>[0], request: Recorded) =>
    names.some((name) => request.path.endsWith(name.replace('/', '%2f')))
      ? json(403, {
          error: 'E',
          message: 'Nobody trusts this run.',
          code: 'no-publisher',
          requestId: 'r-1',
        })(response, request)
      : json(201, { token: PUBLISH_TOKEN })(response, request);

/** The path in the line that login prints for a shell, or in its document. The folder goes with the test. */
function npmrcIn(stdout: string): string {
  const [, path] = /^(?:export NPM_CONFIG_USERCONFIG='|\{.*"npmrc":")([^'"]+)/.exec(stdout) ?? [];
  if (path === undefined) throw new Error(`no npmrc in ${stdout}`);
  onTestFinished(() => rm(dirname(path), { recursive: true }));
  return path;
}

describe('login without a command', () => {
  it('A2: prints where the npmrc is, which only this user can read, and no token', async () => {
    const gate = await registry();
    const here = await step({ 'package.json': { name: '@acme/a', publishConfig: { registry: gate.url } } });
    const { exit, stdout, stderr } = await sallyportCi(here, ['login']);
    expect({ exit, stderr }).toMatchObject({ exit: 0 });
    expect(stdout + stderr).not.toContain(PUBLISH_TOKEN);
    const file = npmrcIn(stdout);
    expect(await readFile(file, 'utf8')).toContain(`/@acme%2fa:_authToken=${PUBLISH_TOKEN}\n`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(file))).mode & 0o777).toBe(0o700);
    expect(gate.seen('DELETE')).toEqual([]);
  });

  it('says what it hands out, until when, and who can read it (A4)', async () => {
    const times = { created: '2026-11-24T10:00:00.000Z', expires: '2026-11-24T10:07:00.000Z' };
    const gate = await registry({ exchange: json(201, { token: PUBLISH_TOKEN, ...times }) });
    const here = await step({ 'package.json': { name: '@acme/a', publishConfig: { registry: gate.url } } });
    const { stdout, stderr } = await sallyportCi(here, ['login']);
    npmrcIn(stdout);
    expect(stderr).toContain('a token to publish @acme/a once, within 7 minutes');
    expect(stderr).toContain('so can every script that it runs');
  });

  it('--json: one document', async () => {
    const gate = await registry();
    const here = await step({ 'package.json': { name: '@acme/a', publishConfig: { registry: gate.url } } });
    const { stdout } = await sallyportCi(here, ['login', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      outcome: 'logged-in',
      npmrc: npmrcIn(stdout),
      packages: [{ name: '@acme/a', registry: gate.url }],
    });
  });

  it("takes along what the user's npmrc says, and leaves that file alone", async () => {
    const gate = await registry();
    const host = new URL(gate.url).host;
    const users = `registry=${gate.url}\n//${host}/:_authToken=static-one\n//other.example/:_authToken=other\n`;
    const here = await step({ 'package.json': { name: '@acme/a' }, '../home/.npmrc': users });
    const { exit, stdout } = await sallyportCi(here, ['login']);
    expect(exit).toBe(0);
    const written = await readFile(npmrcIn(stdout), 'utf8');
    expect(written).toContain(`registry=${gate.url}\n`);
    expect(written).toContain('//other.example/:_authToken=other\n');
    expect(written).not.toContain('static-one');
    expect(await readFile(join(here.home, '.npmrc'), 'utf8')).toBe(users);
  });

  it('SALLYPORT_REGISTRY counts for whoever publishes, too', async () => {
    const gate = await registry();
    const here = await step({ 'package.json': { name: '@acme/a' } }, { ...bitbucket(), SALLYPORT_REGISTRY: gate.url });
    const written = await readFile(npmrcIn((await sallyportCi(here, ['login'])).stdout), 'utf8');
    expect(written).toContain(`registry=${gate.url}\n@acme:registry=${gate.url}\n`);
  });

  it('in the root of a repository: every workspace that is not private, each at its own registry', async () => {
    const [gate, other] = [await registry(), await registry()];
    const here = await step({
      'package.json': { name: 'root', private: true, workspaces: ['packages/*'] },
      'packages/a/package.json': { name: '@acme/a', publishConfig: { registry: gate.url } },
      'packages/b/package.json': { name: 'b', version: '1.0.0', publishConfig: { registry: other.url } },
      'packages/c/package.json': { name: 'c', version: '1.0.0', private: true },
    });
    const { exit, stdout, stderr } = await sallyportCi(here, ['login']);
    expect({ exit, stderr }).toMatchObject({ exit: 0 });
    const written = await readFile(npmrcIn(stdout), 'utf8');
    expect([exchanged(gate), exchanged(other)]).toEqual([['@acme/a'], ['b']]);
    expect(written).toContain(`${gate.url.replace('http:', '')}@acme%2fa:_authToken=`);
    expect(written).toContain(`${other.url.replace('http:', '')}b:_authToken=`);
    expect(stderr).toContain('a token to publish each of 2 packages once');
  });

  it('a root that is a package too gets its own token with the others', async () => {
    const gate = await registry();
    const here = await step(
      { 'package.json': { name: 'root', workspaces: ['a'] }, 'a/package.json': { name: 'a', version: '1.0.0' } },
      { ...bitbucket(), SALLYPORT_REGISTRY: gate.url },
    );
    npmrcIn((await sallyportCi(here, ['login'])).stdout);
    expect(exchanged(gate)).toEqual(['a', 'root']);
  });

  it('a private package alone is nothing to publish: exit 2', async () => {
    const here = await step({ 'package.json': { name: 'root', private: true } });
    const { exit, stderr } = await sallyportCi(here, ['login']);
    expect(exit).toBe(2);
    expect(stderr).toContain('name packages with --package');
  });

  it('--package: those packages and no other', async () => {
    const gate = await registry();
    const here = await step({ 'package.json': { name: '@acme/a' } }, { ...bitbucket(), SALLYPORT_REGISTRY: gate.url });
    npmrcIn((await sallyportCi(here, ['login', '--package', '@acme/x', '--package=y', '--package', 'y'])).stdout);
    expect(exchanged(gate)).toEqual(['@acme/x', 'y']);
  });
});

describe('login that is refused', () => {
  it("shows the registry's reason, exits 1, and its eval fails", async () => {
    const gate = await registry({ exchange: refusedFor('@acme/a') });
    const here = await step({ 'package.json': { name: '@acme/a', publishConfig: { registry: gate.url } } });
    const { exit, stdout, stderr } = await sallyportCi(here, ['login']);
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '(exit 1)\n' });
    expect(stderr).toContain('refused (no-publisher): Nobody trusts this run.');
    expect(stderr).toContain('request id r-1');
  });

  it('asks about every package, shows each reason, and revokes what the others got', async () => {
    const gate = await registry({ exchange: refusedFor('@acme/b', '@acme/c') });
    const here = await step({ 'package.json': {} }, { ...bitbucket(), SALLYPORT_REGISTRY: gate.url });
    const argv = ['login', ...['a', 'b', 'c', 'd'].flatMap((name) => ['--package', `@acme/${name}`])];
    const { exit, stderr } = await sallyportCi(here, argv);
    expect(exit).toBe(1);
    expect(stderr.match(/Nobody trusts this run/g)).toHaveLength(2);
    expect(stderr).toContain('2 of 4 packages were refused: @acme/b, @acme/c.');
    expect(revoked(gate)).toEqual([REVOKED, REVOKED]);

    const document = JSON.parse((await sallyportCi(here, [...argv, '--json'])).stdout);
    expect(document).toMatchObject({
      outcome: 'refused',
      retry: false,
      packages: [
        { name: '@acme/b', outcome: 'refused', code: 'no-publisher' },
        { name: '@acme/c', outcome: 'refused', code: 'no-publisher' },
      ],
    });
  });

  it('ends at the first package about which nobody can be asked: exit 3', async () => {
    const gate = await registry({ exchange: json(503, { message: 'busy' }, { 'retry-after': '3600' }) });
    const here = await step({ 'package.json': {} }, { ...bitbucket(), SALLYPORT_REGISTRY: gate.url });
    const { exit } = await sallyportCi(here, ['login', '--package', '@acme/a', '--package', '@acme/b']);
    expect(exit).toBe(3);
    expect(exchanged(gate)).toEqual(['@acme/a']);
  });

  it('G1: a package that this id_token has published is no refusal, where another is left to publish', async () => {
    const spent = json(403, { message: 'This id_token has published version "1.0.0".', code: 'grant-spent' });
    const gate = await registry({
      exchange: (response, request) =>
        (request.path.endsWith('%2fa') ? spent : json(201, { token: PUBLISH_TOKEN }))(response, request),
    });
    const here = await step({ 'package.json': {} }, { ...bitbucket(), SALLYPORT_REGISTRY: gate.url });
    const both = await sallyportCi(here, ['login', '--package', '@acme/a', '--package', '@acme/b']);
    expect(both.exit).toBe(0);
    expect(both.stderr).toContain('published before with this id_token: @acme/a');
    expect(await readFile(npmrcIn(both.stdout), 'utf8')).not.toContain('/@acme%2fa:');

    const alone = await sallyportCi(here, ['login', '--package', '@acme/a']);
    expect(alone.exit).toBe(1);
    expect(alone.stderr).toContain('This id_token has published version');
  });

  it("a token made for somebody else is sent nowhere: exit 1, and the pipeline's lines to add", async () => {
    const gate = await registry();
    const here = await step(
      { 'package.json': { name: '@acme/a', publishConfig: { registry: gate.url } } },
      bitbucket(idToken({ aud: 'ari:cloud:bitbucket::workspace/x' })),
    );
    const { exit, stderr } = await sallyportCi(here, ['login']);
    expect(exit).toBe(1);
    expect(stderr).toContain('"npm:127.0.0.1"');
    expect(gate.requests).toEqual([]);
  });
});
