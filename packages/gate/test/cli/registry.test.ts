import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseNpmrc } from '../../src/cli/registry/npmrc.ts';
import { run, stubRegistry, temporaryFolder } from './fixture.ts';

const LIST = ['trust', 'list', '@acme/hello'];

it('--registry wins over SALLYPORT_REGISTRY, which wins over npm', async () => {
  const [flag, ours, npm] = await Promise.all([
    stubRegistry({ body: '[]' }),
    stubRegistry({ body: '[]' }),
    stubRegistry({ body: '[]' }),
  ]);
  const env: Record<string, string> = {
    SALLYPORT_TOKEN: 'T',
    SALLYPORT_REGISTRY: ours.url,
    npm_config_registry: npm.url,
  };
  await run([...LIST, '--registry', flag.url], { env });
  await run(LIST, { env });
  await run(LIST, { env: { SALLYPORT_TOKEN: 'T', NPM_CONFIG_REGISTRY: npm.url } });
  expect([flag, ours, npm].map(({ requests }) => requests.length)).toEqual([1, 1, 1]);
});

it("the registry of the package's scope, then the default one, from the project's npmrc before the user's", async () => {
  const [scoped, project, user] = await Promise.all([
    stubRegistry({ body: '[]' }),
    stubRegistry({ body: '[]' }),
    stubRegistry({ body: '[]' }),
  ]);
  const home = temporaryFolder();
  const cwd = join(home, 'project', 'src');
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(home, 'project', 'package.json'), '{}');
  writeFileSync(join(home, 'project', '.npmrc'), `; a comment\nregistry=${project.url}\n`);
  writeFileSync(join(home, '.npmrc'), `registry = ${user.url}\n@acme:registry = "${scoped.url}"\n`);
  const env = { HOME: home, SALLYPORT_TOKEN: 'T' };
  await run(LIST, { env, cwd });
  await run(['trust', 'list', 'hello'], { env, cwd });
  expect([scoped, project, user].map(({ requests }) => requests.map(({ url }) => url))).toEqual([
    ['/-/package/@acme%2fhello/trust'],
    ['/-/package/hello/trust'],
    [],
  ]);
});

it('the bearer is what npmrc has for that registry, for the nearest path, with variables filled in', async () => {
  const { url, requests } = await stubRegistry({ body: '[]' });
  const cwd = temporaryFolder();
  const host = new URL(url).host;
  writeFileSync(
    join(cwd, '.npmrc'),
    `//${host}/:_authToken=\${OF_THE_HOST}\n//${host}/npm/team/:_authToken = of-the-team\n//other.example/:_authToken=of-another\n`,
  );
  const env = { OF_THE_HOST: 'of-the-host' };
  await run([...LIST, '--registry', url], { env, cwd });
  await run([...LIST, '--registry', `${url}npm/team/`], { env, cwd });
  await run([...LIST, '--registry', `${url}npm`], { env, cwd });
  await run([...LIST, '--registry', url], { env: { ...env, SALLYPORT_TOKEN: 'ours' }, cwd });
  expect(requests.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer of-the-host',
    'Bearer of-the-team',
    'Bearer of-the-host',
    'Bearer ours',
  ]);
});

it.each([
  ['no line at all', ''],
  ['only lines for another host', '//other.example/:_authToken=of-another'],
  ['a host that only begins the same', '//127.0.0.1/:_authToken=of-another'],
  ['a variable that is not set', '//HOST/:_authToken=${NOT_SET}'],
])('without a bearer for the registry (%s) nothing is sent, and the place for one is named', async (_, npmrc) => {
  const { url, requests } = await stubRegistry({ body: '[]' });
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, '.npmrc'), npmrc.replace('HOST', new URL(url).host));
  const { exit, err } = await run([...LIST, '--registry', url], { cwd });
  expect(exit).toBe(2);
  expect(err).toContain(`SALLYPORT_TOKEN, or //${new URL(url).host}/:_authToken in npmrc`);
  expect(err).not.toContain('of-another');
  expect(requests).toEqual([]);
});

it.each([
  ['ftp://x.example', 'https or http'],
  ['nonsense', 'is not a URL'],
  ['https://user:hunter2@x.example', 'holds a user or password'],
])('a registry that cannot be one (%s) exits 2', async (registry, message) => {
  const { exit, err } = await run([...LIST, '--registry', registry], { env: { SALLYPORT_TOKEN: 'T' } });
  expect(exit).toBe(2);
  expect(err).toContain(message);
  expect(err).not.toContain('hunter2');
});

it('npmrc is read as npm reads it', () => {
  expect(
    parseNpmrc(' a = b \r\n# c=d\n;e=f\n\ng="h i"\nk=${V}${W}\n//x.example/:_authToken=t=\n[s]\n', { V: '1' }),
  ).toEqual([
    ['a', 'b'],
    ['g', 'h i'],
    ['k', '1${W}'],
    ['//x.example/:_authToken', 't='],
  ]);
});
