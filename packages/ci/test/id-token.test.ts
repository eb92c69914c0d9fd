import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkAudience } from '../src/id-token/audience.ts';
import { findIdToken } from '../src/id-token/find.ts';
import { CI_SYSTEMS } from '../src/id-token/sources.ts';
import { json, registry } from './support/registry.ts';
import { bitbucket, idToken, quiet, sallyportCi, step } from './support/step.ts';

const AUDIENCE = 'npm:npm.acme.example';
const find = (env: Record<string, string>, cwd = '/') => findIdToken(AUDIENCE, { ...quiet(env), cwd });
const check = (token: string, env: Record<string, string> = {}, url = 'https://npm.acme.example:8443/npm/') =>
  checkAudience(token, new URL(url), env);
/** A step in which that is what the agent does. */
const agent = (script: string) => step({ '../bin/buildkite-agent': `#!/bin/sh\n${script}\n` }, { BUILDKITE: 'true' });

describe('where the id_token comes from', () => {
  it.each(CI_SYSTEMS.map((system) => [system.title, system] as const))(
    '%s: the variable it hands over',
    async (_, system) => {
      expect(await find({ [system.setsAlways]: 'true', [system.variable]: 'a.b.c' })).toEqual({
        ok: true,
        value: 'a.b.c',
      });
    },
  );

  it('NPM_ID_TOKEN, set by hand, comes before what a CI system sets by itself', async () => {
    expect(await find({ ...bitbucket('a.b.c'), NPM_ID_TOKEN: 'd.e.f' })).toEqual({ ok: true, value: 'd.e.f' });
  });

  it('GitHub: asks for the one audience, with the bearer it gave', async () => {
    const issuer = await registry({ get: json(200, { value: 'a.b.c' }) });
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: `${issuer.url}ask?v=2`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'ask-me' };
    expect(await find(env)).toEqual({ ok: true, value: 'a.b.c' });
    expect(issuer.requests).toMatchObject([
      { method: 'GET', path: '/ask?v=2&audience=npm%3Anpm.acme.example', authorization: 'Bearer ask-me' },
    ]);
  });

  it.each([
    ['not now', json(503, {}), 3],
    ['no', json(403, {}), 2],
    ['no value', json(200, { token: 'x' }), 2],
    ['a redirect', json(302, {}, { location: 'http://127.0.0.1:1/' }), 2],
  ] as const)('GitHub answers %s: said, with the exit code for it', async (_, get, exit) => {
    const issuer = await registry({ get });
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: issuer.url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'ask-me' };
    expect(await find(env)).toMatchObject({ stop: { exit, code: 'id-token-unavailable' } });
  });

  it('Buildkite: asks its agent for the one audience, and for the ids that the gate pins', async () => {
    const { env } = await agent('echo "$@" >&2; echo "$@" > "$TMPDIR/asked"; echo a.b.c');
    expect(await find(env)).toEqual({ ok: true, value: 'a.b.c' });
    expect(await readFile(join(env['TMPDIR'] ?? '', 'asked'), 'utf8')).toBe(
      `oidc request-token --audience ${AUDIENCE} --claim organization_id,pipeline_id\n`,
    );
  });

  it('Buildkite: an agent that refuses is said, without what it printed', async () => {
    const { env } = await agent('echo secret; exit 3');
    const result = await find(env);
    expect(result).toMatchObject({ stop: { exit: 2, code: 'id-token-unavailable' } });
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it('A4: a program of that name that a dependency brings is not asked: it would see what the agent is asked with', async () => {
    const { env, folder } = await step(
      { '../bin/node_modules/.bin/buildkite-agent': '#!/bin/sh\necho of.a.dependency\n' },
      { BUILDKITE: 'true' },
    );
    const PATH = [join(folder, '../bin/node_modules/.bin'), env['PATH']].join(delimiter);
    expect(await find({ ...env, PATH })).toMatchObject({ stop: { code: 'id-token-missing' } });
  });

  it.each(CI_SYSTEMS.map((system) => [system.title, system] as const))(
    '%s without one: the lines to add',
    async (_, system) => {
      const result = await find({ [system.setsAlways]: 'true' });
      expect(result).toMatchObject({ stop: { exit: 2, code: 'id-token-missing', add: system.add(AUDIENCE) } });
      expect(JSON.stringify(result)).toContain(system.title);
    },
  );

  it('on no known CI system: says which variable to set', async () => {
    const result = await find({});
    expect(result).toMatchObject({ stop: { exit: 2, message: expect.stringContaining('NPM_ID_TOKEN') } });
    expect(result).toMatchObject({ stop: { message: expect.stringContaining(AUDIENCE) } });
  });
});

describe('the audience of the id_token', () => {
  it.each([
    ['alone', AUDIENCE],
    ['in a list', [AUDIENCE]],
    ['beside the workspace of Bitbucket', ['ari:cloud:bitbucket::workspace/1', AUDIENCE]],
    ['with the port, as yarn asks for it', `${AUDIENCE}:8443`],
  ])('V6: %s is accepted', (_, aud) => {
    expect(check(idToken({ aud }))).toMatchObject({ ok: true });
  });

  it.each([
    ['the bare workspace', 'ari:cloud:bitbucket::workspace/1'],
    ['another host', 'npm:other.example'],
    ['a longer host', 'npm:npm.acme.example.evil.example'],
    ['another port', `${AUDIENCE}:1`],
    ['nothing', undefined],
    ['a number', 7],
  ])('V6: %s is refused here, with the lines to add', (_, aud) => {
    const result = check(idToken({ aud }), bitbucket());
    expect(result).toMatchObject({
      stop: { exit: 1, code: 'audience-missing', add: { file: 'bitbucket-pipelines.yml' } },
    });
  });

  it.each(['', 'x', 'a.b', 'a.b.c', 'a.bnVsbA.c', `a.${'b'.repeat(20_000)}.c`])(
    'what is no JWT is sent nowhere (%#)',
    (token) => {
      expect(check(token)).toMatchObject({ stop: { exit: 1, code: 'id-token-malformed' } });
    },
  );

  it('a Bitbucket step with the wrong audience reads `oidc:` and `audiences:` with its host, and nothing is sent', async () => {
    const upstream = await registry();
    const here = await step(
      { 'package.json': { name: 'hello', version: '1.0.0', publishConfig: { registry: upstream.url } } },
      bitbucket(idToken({ aud: 'ari:cloud:bitbucket::workspace/1' })),
    );
    const { exit, stdout, stderr } = await sallyportCi(here, ['publish']);
    expect(exit).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/oidc:\n\s+audiences:\n\s+- "npm:127\.0\.0\.1"\n/);
    const asJson = await sallyportCi(here, ['publish', '--json']);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      outcome: 'refused',
      code: 'audience-missing',
      retry: false,
      add: { file: 'bitbucket-pipelines.yml' },
    });
    expect(upstream.requests).toEqual([]);
  });
});
