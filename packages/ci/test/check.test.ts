import { describe, expect, it } from 'vitest';
import { json, registry } from './support/registry.ts';
import { gateOf, outcomesIn, repository } from './support/repository.ts';
import { bitbucket, idToken, sallyportCi, step } from './support/step.ts';

describe('check: what publish would do', () => {
  it('of every package, with the decision rule by rule; nothing is exchanged, packed or published', async () => {
    const upstream = await registry(gateOf({ trusted: ['a', 'b', 'top'], there: ['b'] }));
    const packages = {
      a: { scripts: { prepack: 'exit 1' } },
      b: [],
      no: [],
      top: ['no'],
      site: { private: true },
    };
    const here = await step(repository(upstream, packages));

    const { exit, stdout, stderr } = await sallyportCi(here, ['check', '--json']);

    expect(exit, stderr).toBe(1);
    expect(outcomesIn(stdout)).toEqual({
      a: 'would-publish',
      b: 'published-before',
      no: 'refused',
      site: 'private',
      top: 'blocked',
    });
    const rule = { claim: 'repositoryUuid', expected: '{a}', got: '{b}', holds: false };
    expect(JSON.parse(stdout).packages).toContainEqual(
      expect.objectContaining({
        name: 'no',
        code: 'no-match',
        decision: expect.objectContaining({ candidates: [{ publisher: 'publisher-1', rules: [rule] }] }),
      }),
    );
    expect(new Set(upstream.requests.map(({ method, path }) => (method === 'GET' ? method : path)))).toEqual(
      new Set(['GET', '/-/sallyport/v1/check']),
    );
    for (const { body, authorization } of upstream.seen('POST')) {
      expect(JSON.parse(body)).toMatchObject({ token: idToken() });
      expect(authorization).toBeUndefined();
    }
    expect(stdout + stderr).not.toContain(idToken());
  });

  it('exit 0 and a table where all would be published', async () => {
    const upstream = await registry(gateOf({ trusted: ['a', 'b'] }));
    const { exit, stdout } = await sallyportCi(await step(repository(upstream, { a: ['b'], b: [] })), ['check']);
    expect(exit).toBe(0);
    expect(stdout).toBe(
      'would publish  b@1.0.0  by trusted publisher publisher-1\nwould publish  a@1.0.0  by trusted publisher publisher-1\n2 packages: 2 would publish\n',
    );
  });

  it('of the one package of a folder, with every rule', async () => {
    const upstream = await registry(gateOf({ trusted: ['hello'] }));
    const manifest = { name: 'hello', version: '1.0.0', publishConfig: { registry: upstream.url } };
    const { exit, stderr } = await sallyportCi(await step({ 'package.json': manifest }), ['check']);
    expect(exit).toBe(0);
    expect(stderr).toMatch(/ok {2}repositoryUuid {2}"\{a\}"/);
  });

  it.each([
    [404, 2, 'check-not-offered'],
    [503, 3, 'check-unavailable'],
  ])('a registry that answers %d: exit %d', async (status, exit, code) => {
    const upstream = await registry({ exchange: json(status, {}), get: json(404, {}) });
    const ran = await sallyportCi(await step(repository(upstream, { a: [] })), ['check', '--json']);
    expect(ran.exit).toBe(exit);
    expect(JSON.parse(ran.stdout).packages).toMatchObject([{ name: 'a', outcome: 'failed', code }]);
  });

  it('an id_token for something else: exit 1 and the lines to add, nothing asked', async () => {
    const upstream = await registry(gateOf({ trusted: ['a'] }));
    const here = await step(
      repository(upstream, { a: [] }),
      bitbucket(idToken({ aud: 'ari:cloud:bitbucket::workspace/x' })),
    );
    const { exit, stderr } = await sallyportCi(here, ['check']);
    expect(exit).toBe(1);
    expect(stderr).toContain('- "npm:127.0.0.1"');
    expect(upstream.requests).toEqual([]);
  });

  it('warns of a static token that npm would fall back to, and does not show it', async () => {
    const upstream = await registry(gateOf({ trusted: ['a'] }));
    const key = `//${new URL(upstream.url).host}/:_authToken`;
    const here = await step({
      ...repository(upstream, { a: [] }),
      '../home/.npmrc': `${key}=static\n//registry.example/:_authToken=static\n`,
    });
    const { exit, stdout, stderr } = await sallyportCi(here, ['check', '--json']);
    expect(exit).toBe(0);
    expect(JSON.parse(stdout).warnings).toEqual([expect.stringContaining(`${key} is configured`)]);
    expect(stdout + stderr).not.toContain('static');
  });
});
