import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { granted, json, PUBLISH_TOKEN, type Registry, registry } from './support/registry.ts';
import { bitbucket, idToken, sallyportCi, step } from './support/step.ts';

const EXCHANGE = '/-/npm/v1/oidc/token/exchange/package/@acme%2fhello';
const manifest = (more: object = {}) => ({ name: '@acme/hello', version: '1.0.0', ...more });
const givenBack = (upstream: Registry) =>
  upstream
    .seen('DELETE')
    .filter(({ path }) => path === '/-/sallyport/v1/publish-token')
    .map(({ authorization }) => authorization);
const authTokenLine = (url: string, token: string) => `//${new URL(url).host}/:_authToken=${token}\n`;

describe('a Bitbucket step publishes with no token', () => {
  it('shows its id_token to the exchange, publishes with what it gets, and says what was published', async () => {
    const upstream = await registry();
    const here = await step({ 'package.json': manifest({ publishConfig: { registry: upstream.url } }) });

    const { exit, stdout, stderr } = await sallyportCi(here, ['publish']);

    expect(exit, stderr).toBe(0);
    expect(upstream.requests[0]).toMatchObject({
      method: 'POST',
      path: EXCHANGE,
      authorization: `Bearer ${here.env['BITBUCKET_STEP_OIDC_TOKEN']}`,
      headers: { 'content-length': '0' },
      body: '',
    });
    const [put, ...again] = upstream.seen('PUT');
    expect(again).toEqual([]);
    expect(put).toMatchObject({ path: '/@acme%2fhello', authorization: `Bearer ${PUBLISH_TOKEN}` });
    const { integrity } = JSON.parse(put?.body ?? '').versions['1.0.0'].dist;
    expect(stdout).toBe(`published @acme/hello@1.0.0 to ${upstream.url} (${integrity})\n`);
  });

  it('A2: no token is in anything it prints, even where a script or the registry repeats it', async () => {
    const echo = `echo "$BITBUCKET_STEP_OIDC_TOKEN|$SALLYPORT_TOKEN|"`;
    const upstream = await registry({
      put: json(403, { error: `no ${PUBLISH_TOKEN}` }, { 'npm-notice': PUBLISH_TOKEN }),
    });
    const files = {
      'package.json': manifest({ scripts: { prepack: echo }, publishConfig: { registry: upstream.url } }),
    };
    for (const argv of [['publish'], ['publish', '--json']]) {
      const here = await step(files);
      const { exit, stdout, stderr } = await sallyportCi(here, argv);
      expect(exit).toBe(1);
      expect(upstream.seen('PUT').at(-1)?.authorization).toBe(`Bearer ${PUBLISH_TOKEN}`);
      expect(stdout + stderr).not.toContain(PUBLISH_TOKEN);
      expect(stdout + stderr).not.toContain(idToken());
    }
  });

  it('--json: one document on stdout and nothing else, whatever scripts print', async () => {
    const upstream = await registry();
    const here = await step({
      'package.json': manifest({ scripts: { prepack: 'echo noise' }, publishConfig: { registry: upstream.url } }),
    });
    const { exit, stdout } = await sallyportCi(here, ['publish', '--json']);
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      outcome: 'published',
      name: '@acme/hello',
      version: '1.0.0',
      registry: upstream.url,
      integrity: expect.stringMatching(/^sha512-/),
    });
  });

  it('says staged, not published, where the gate stages, with the id to approve; without notices it still does', async () => {
    const stageId = '6f1f3f1e-0000-4000-8000-000000000001';
    const upstream = await registry({
      exchange: json(201, { token: PUBLISH_TOKEN, publishAs: 'stage' }),
      put: json(
        201,
        { ok: true },
        {
          'npm-notice': `@acme/hello@1.0.0 was staged, not published: approve it with \`npm stage approve ${stageId} --registry x\`.`,
        },
      ),
    });
    const files = { 'package.json': manifest({ publishConfig: { registry: upstream.url } }) };
    const asJson = async (...more: string[]) =>
      JSON.parse((await sallyportCi(await step(files), ['publish', '--json', ...more])).stdout) as object;
    expect(await asJson()).toMatchObject({ outcome: 'staged', name: '@acme/hello', version: '1.0.0', stageId });
    const quiet = await asJson('--', '--loglevel=warn');
    expect(quiet).toMatchObject({ outcome: 'staged', version: '1.0.0' });
    expect(quiet).not.toHaveProperty('stageId');

    const told = await sallyportCi(await step(files), ['publish']);
    expect(told.stdout).toMatch(/^staged @acme\/hello@1\.0\.0 to /);
    expect(told.stdout).toContain('can be installed once somebody approves it');
    expect(told.stderr).toContain(`npm stage approve ${stageId}`);
  });

  it('passes on what the user gives npm, and says that a dry run published nothing', async () => {
    const upstream = await registry();
    const here = await step({
      'package.json': manifest({ version: '2.0.0-rc.1', publishConfig: { registry: upstream.url } }),
    });
    const tagged = await sallyportCi(here, ['publish', '--', '--tag', 'next', '--access=public']);
    expect(tagged.exit, tagged.stderr).toBe(0);
    expect(JSON.parse(upstream.seen('PUT')[0]?.body ?? '')).toMatchObject({
      'dist-tags': { next: '2.0.0-rc.1' },
      access: 'public',
    });
    const dry = await sallyportCi(here, ['publish', '--json', '--', '--dry-run', '--tag=next']);
    expect(JSON.parse(dry.stdout)).toMatchObject({ outcome: 'dry-run', version: '2.0.0-rc.1' });
    expect(upstream.seen('PUT')).toHaveLength(1);
  });

  it('works in a folder of an npm workspace, where `npm config` itself refuses to run', async () => {
    const upstream = await registry();
    const here = await step({
      'package.json': { name: 'root', private: true, workspaces: ['packages/*'] },
      '.npmrc': `@acme:registry=${upstream.url}\n`,
      'packages/hello/package.json': manifest(),
    });
    const member = { ...here, folder: join(here.folder, 'packages/hello') };
    const { exit, stderr } = await sallyportCi(member, ['publish']);
    expect(exit, stderr).toBe(0);
    expect(upstream.seen('PUT')).toHaveLength(1);
  });
});

describe('A4: no script sees a token', () => {
  it('A4: prepack runs, with neither id_token nor any credential of a registry in its environment', async () => {
    const upstream = await registry();
    const here = await step(
      {
        'package.json': manifest({
          scripts: { prepack: 'env > ../prepack.env' },
          publishConfig: { registry: upstream.url },
        }),
      },
      {
        ...bitbucket(),
        COPY_OF_IT: `bearer ${idToken()}`,
        ACTIONS_ID_TOKEN_REQUEST_URL: 'https://issuer.example/ask',
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret-0',
        NPM_TOKEN: 'secret-1',
        NODE_AUTH_TOKEN: 'secret-2',
        'npm_config_//registry.example/:_authToken': 'secret-3',
        npm_config__auth: 'secret-4',
        SALLYPORT_TOKEN: 'secret-5',
        KEPT: 'for prepack',
      },
    );
    expect((await sallyportCi(here, ['publish'])).exit).toBe(0);
    const seen = await readFile(join(here.folder, '../prepack.env'), 'utf8');
    expect(seen).toContain('KEPT=for prepack');
    expect(seen).not.toContain(idToken());
    expect(seen).not.toContain(PUBLISH_TOKEN);
    expect(seen).not.toMatch(/secret-\d|OIDC_TOKEN|ID_TOKEN_REQUEST/);
  });

  it('A4: no script of publishing runs, not even where the user asks for it', async () => {
    const upstream = await registry();
    const ran = 'env >> ../ran.env';
    const scripts = { prepublishOnly: ran, publish: ran, postpublish: ran, prepublish: ran };
    const here = await step({ 'package.json': manifest({ scripts, publishConfig: { registry: upstream.url } }) });
    expect((await sallyportCi(here, ['publish', '--', '--ignore-scripts=false'])).exit).toBe(0);
    expect(await readdir(join(here.folder, '..'))).not.toContain('ran.env');
  });
});

const staticFiles = (url: string) => ({
  '.npmrc': authTokenLine(url, 'static-project'),
  '../home/.npmrc': authTokenLine(url, 'static-user'),
});
const staticEnvironment = (url: string) => ({
  ...bitbucket(),
  NPM_TOKEN: 'static-env',
  [`npm_config_//${new URL(url).host}/:_authToken`]: 'static-config',
});
const authorizations = (upstream: Registry) => new Set(upstream.requests.map(({ authorization }) => authorization));

describe('A4: it never falls back to another credential', () => {
  it('A4: a static token in any npmrc or variable is not used beside the publish token', async () => {
    const upstream = await registry();
    const files = {
      'package.json': manifest({ publishConfig: { registry: upstream.url } }),
      ...staticFiles(upstream.url),
    };
    const here = await step(files, staticEnvironment(upstream.url));
    const { exit, stderr } = await sallyportCi(here, ['publish']);
    expect(exit, stderr).toBe(0);
    expect(upstream.seen('PUT')).toHaveLength(1);
    expect(authorizations(upstream)).toEqual(new Set([`Bearer ${idToken()}`, `Bearer ${PUBLISH_TOKEN}`]));
  });

  it('A4: nor where the exchange is refused', async () => {
    const upstream = await registry({ exchange: json(403, { code: 'no-match', message: 'no' }) });
    const files = {
      'package.json': manifest({ publishConfig: { registry: upstream.url } }),
      ...staticFiles(upstream.url),
    };
    const here = await step(files, staticEnvironment(upstream.url));
    expect((await sallyportCi(here, ['publish'])).exit).toBe(1);
    expect(upstream.requests).toHaveLength(1);
    expect(authorizations(upstream)).toEqual(new Set([`Bearer ${idToken()}`]));
  });

  it('A4: nor where the publish token is refused', async () => {
    const upstream = await registry({ put: json(403, { error: 'not this package' }) });
    const files = {
      'package.json': manifest({ publishConfig: { registry: upstream.url } }),
      ...staticFiles(upstream.url),
    };
    const here = await step(files, staticEnvironment(upstream.url));
    expect((await sallyportCi(here, ['publish'])).exit).toBe(1);
    expect(authorizations(upstream)).toEqual(new Set([`Bearer ${idToken()}`, `Bearer ${PUBLISH_TOKEN}`]));
  });

  it('A4: a credential in publishConfig or among the arguments stops it before anything is asked', async () => {
    const upstream = await registry();
    const key = `//${new URL(upstream.url).host}/:_authToken`;
    const config = { registry: upstream.url, [key]: 'static' };
    const inConfig = await step({ 'package.json': manifest({ publishConfig: config }) });
    expect(await sallyportCi(inConfig, ['publish'])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('manifest-credential'),
    });
    const here = await step({ 'package.json': manifest({ publishConfig: { registry: upstream.url } }) });
    expect((await sallyportCi(here, ['publish', '--', `--${key}=static`])).exit).toBe(2);
    expect((await sallyportCi(here, ['publish', '--', '--tag', 'x', '--', 'y'])).exit).toBe(2);
    expect(upstream.requests).toEqual([]);
  });

  it('A4: npm does not exchange by itself, on a system where it could', async () => {
    const upstream = await registry({ put: json(403, { error: 'no' }) });
    const files = { 'package.json': manifest({ publishConfig: { registry: upstream.url } }) };
    const here = await step(files, { CI: 'true', CIRCLECI: 'true', NPM_ID_TOKEN: idToken() });
    expect((await sallyportCi(here, ['publish'])).exit).toBe(1);
    expect(upstream.seen('POST')).toHaveLength(1);
  });
});

describe('a token that nothing is published with is given back', () => {
  it.each([
    ['a dry run', {}, ['--', '--dry-run'], 0, 1],
    ['a refused publish', { put: json(403, { error: 'no' }) }, [], 1, 1],
    ['but not after a publish', {}, [], 0, 0],
    ['nor where the answer was lost: something may have been published', { put: json(503, {}) }, [], 3, 0],
  ] as const)('%s', async (_, replies, args, exit, times) => {
    const upstream = await registry(replies);
    const here = await step({
      'package.json': manifest({ publishConfig: { registry: upstream.url } }),
      '.npmrc': 'fetch-retries=0\n',
    });
    expect((await sallyportCi(here, ['publish', ...args])).exit).toBe(exit);
    expect(givenBack(upstream)).toHaveLength(times);
  });

  it.each([404, 405, 500])('and a registry that answers %d to that changes nothing', async (status) => {
    const upstream = await registry({ put: json(403, { error: 'no' }), delete: json(status, {}) });
    const here = await step({ 'package.json': manifest({ publishConfig: { registry: upstream.url } }) });
    expect(await sallyportCi(here, ['publish'])).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining('publish-refused'),
    });
  });

  it("another registry's token is not sent to an address that it does not know", async () => {
    const upstream = await registry({ exchange: json(201, { token: 'npm_x' }), put: json(403, { error: 'no' }) });
    const here = await step({ 'package.json': manifest({ publishConfig: { registry: upstream.url } }) });
    expect((await sallyportCi(here, ['publish'])).exit).toBe(1);
    expect(upstream.seen('DELETE')).toEqual([]);
  });
});

describe('a token that lives shorter than packing takes', () => {
  it('is exchanged again after packing', async () => {
    const times = { created: '2026-01-01T00:00:00Z', expires: '2026-01-01T00:00:30Z' };
    const upstream = await registry({ exchange: json(201, { token: PUBLISH_TOKEN, ...times }) });
    const here = await step({ 'package.json': manifest({ publishConfig: { registry: upstream.url } }) });
    expect((await sallyportCi(here, ['publish'])).exit).toBe(0);
    expect(upstream.seen('POST')).toHaveLength(2);
  });
});

describe('what a person learns when the answer is no', () => {
  it('prints the decision rule by rule, the request id and the reason, and packs nothing into the registry', async () => {
    const decision = {
      outcome: 'refused',
      reason: 'no-match',
      message: 'no trusted publisher matches',
      candidates: [
        {
          publisher: '7b9e0000-0000-4000-8000-000000000000',
          rules: [
            { claim: 'workspaceUuid', expected: '{a}', got: '{a}', holds: true },
            { claim: 'repositoryUuid', expected: '{b}', got: '{c}\u001b[31m', holds: false },
          ],
        },
      ],
    };
    const message = 'no trusted publisher matches';
    const setUp = 'https://npm.acme.example/-/sallyport/publishers/new?package=hello';
    const refusal = {
      error: message,
      message,
      body: { message },
      code: 'no-match',
      requestId: 'req-1',
      decision,
      setUp,
    };
    const upstream = await registry({ exchange: json(403, refusal) });
    const here = await step({ 'package.json': manifest({ publishConfig: { registry: upstream.url } }) });

    const text = await sallyportCi(here, ['publish']);
    expect(text.exit).toBe(1);
    expect(text.stdout).toBe('');
    expect(text.stderr).toContain(`refused (no-match): ${message}\n`);
    expect(text.stderr).toContain('trusted publisher 7b9e0000-0000-4000-8000-000000000000:\n');
    expect(text.stderr).toMatch(/ok {2}workspaceUuid {3}"\{a\}"\n/);
    expect(text.stderr).toMatch(/no {2}repositoryUuid {2}expected "\{b\}", got "\{c\}/);
    expect(text.stderr).not.toContain('\u001b');
    expect(text.stderr).toContain(`\nSet this up: ${setUp}\n`);
    expect(text.stderr).toContain('request id req-1');

    const asJson = await sallyportCi(here, ['publish', '--json']);
    expect(asJson.exit).toBe(1);
    expect(JSON.parse(asJson.stdout)).toEqual({
      outcome: 'refused',
      code: 'no-match',
      message,
      retry: false,
      setUp,
      requestId: 'req-1',
      decision: { reason: 'no-match', candidates: decision.candidates },
    });
    expect(upstream.seen('PUT')).toEqual([]);
  });

  it("shows npm's own output and the registry's reason when the PUT is refused", async () => {
    const upstream = await registry({
      put: json(403, { error: 'the tarball disagrees' }, { 'npm-notice': 'look here' }),
    });
    const here = await step({ 'package.json': manifest({ publishConfig: { registry: upstream.url } }) });
    const { exit, stderr } = await sallyportCi(here, ['publish']);
    expect(exit).toBe(1);
    expect(stderr).toContain('npm notice look here');
    expect(stderr).toMatch(
      /refused \(publish-refused\): @acme\/hello@1\.0\.0 was not published .*the tarball disagrees/,
    );
  });

  it('exit 3 where the registry cannot take it now', async () => {
    const upstream = await registry({ put: json(503, { error: 'restarting' }) });
    const here = await step({
      'package.json': manifest({ publishConfig: { registry: upstream.url } }),
      '.npmrc': 'fetch-retries=0\n',
    });
    const { exit, stderr } = await sallyportCi(here, ['publish']);
    expect(exit).toBe(3);
    expect(stderr).toContain('failed (publish-unavailable)');
    expect(upstream.seen('PUT')).toHaveLength(1);
  });

  it('exit 2 where packing fails: the token is given back, and nothing is published', async () => {
    const upstream = await registry({ exchange: granted });
    const here = await step({
      'package.json': manifest({ scripts: { prepack: 'exit 4' }, publishConfig: { registry: upstream.url } }),
    });
    const { exit, stderr } = await sallyportCi(here, ['publish']);
    expect(exit).toBe(2);
    expect(stderr).toContain('failed (pack-failed)');
    expect(upstream.seen('PUT')).toEqual([]);
    expect(givenBack(upstream)).toEqual([`Bearer ${PUBLISH_TOKEN}`]);
  });
});
