import { describe, expect, it } from 'vitest';
import { json, PUBLISH_TOKEN, registry } from './support/registry.ts';
import { gateOf, outcomesIn, repository } from './support/repository.ts';
import { bitbucket, idToken, sallyportCi, step } from './support/step.ts';

const exchange = (name: string) => ['POST', `/-/npm/v1/oidc/token/exchange/package/${name}`];

describe('every package of a repository', () => {
  it('in order, each by an exchange of its own right before it; what the registry has is skipped', async () => {
    const upstream = await registry(gateOf({ trusted: ['a', 'b', 'c'], there: ['b'] }));
    const packages = { a: ['b', 'c'], b: [], c: ['b'], site: { private: true }, draft: { version: undefined } };
    const here = await step(repository(upstream, packages));

    const { exit, stdout, stderr } = await sallyportCi(here, ['publish', '--json']);

    expect(exit, stderr).toBe(2);
    expect(outcomesIn(stdout)).toEqual({
      b: 'published-before',
      c: 'published',
      a: 'published',
      draft: 'failed',
      site: 'private',
    });
    const writes = upstream.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => [method, path]);
    expect(writes).toEqual([exchange('c'), ['PUT', '/c'], exchange('a'), ['PUT', '/a']]);
    const [first] = upstream.requests;
    expect(first).toMatchObject({ method: 'GET', authorization: undefined });
  });

  it('A4: nothing but the id_token and the publish token is ever sent', async () => {
    const upstream = await registry(gateOf({ trusted: ['a', 'b'] }));
    const files = repository(upstream, { a: ['b'], b: [] });
    const host = new URL(upstream.url).host;
    const here = await step(
      { ...files, '../home/.npmrc': `//${host}/:_authToken=static\n` },
      { ...bitbucket(), NPM_TOKEN: 'static' },
    );
    expect((await sallyportCi(here, ['publish'])).exit).toBe(0);
    const sent = new Set(upstream.requests.map(({ authorization }) => authorization));
    expect(sent).toEqual(new Set([undefined, `Bearer ${idToken()}`, `Bearer ${PUBLISH_TOKEN}`]));
  });

  it('a table says what became of each, and where to look', async () => {
    const upstream = await registry(gateOf({ trusted: ['a', 'b', 'top'], there: ['b'] }));
    const packages = { a: ['b'], b: [], no: [], top: ['no'], site: { private: true } };
    const env = { ...bitbucket(), BITBUCKET_WORKSPACE: 'acme', BITBUCKET_REPO_SLUG: 'hello' };
    const { exit, stdout, stderr } = await sallyportCi(await step(repository(upstream, packages), env), ['publish']);
    expect(exit).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('published before  b@1.0.0     skipped; the bytes were not compared');
    expect(lines[1]).toMatch(/^published         a@1\.0\.0     sha512-/);
    expect(lines.slice(2)).toEqual([
      'refused           no@1.0.0    no-match, see above',
      'private           site@1.0.0',
      'blocked           top@1.0.0   by no',
      '5 packages: 1 published before, 1 published, 1 refused, 1 private, 1 blocked',
    ]);
    expect(stderr).toContain('no refused (no-match): no trusted publisher matches\n');
    expect(stderr).toContain('[2/5] publishing a@1.0.0 with npm\n');
    expect(stderr).toContain('run: https://bitbucket.org/acme/hello/pipelines/results/7\n');
    expect(stderr).toContain(`console: ${upstream.url}-/sallyport/packages/\n`);
  });

  it('what could not be done now is exit 3, and a no comes before that', async () => {
    for (const [trusted, exit] of [
      [['a', 'b'], 3],
      [['b'], 1],
    ] as const) {
      const upstream = await registry({
        ...gateOf({ trusted }),
        put: (response, request) => json(request.path === '/b' ? 503 : 201, {})(response, request),
      });
      const here = await step(repository(upstream, { a: [], b: [] }));
      const ran = await sallyportCi(here, ['publish', '--json']);
      expect(ran.exit, ran.stderr).toBe(exit);
      expect(JSON.parse(ran.stdout)).toMatchObject({ outcome: exit === 3 ? 'failed' : 'refused', retry: exit === 3 });
      expect(outcomesIn(ran.stdout)).toEqual({ a: exit === 3 ? 'published' : 'refused', b: 'failed' });
    }
  });

  it('a package that is shown to nobody without a token is looked for with the publish token, which is given back', async () => {
    const gate = gateOf({ trusted: ['a'], there: ['a'] });
    const upstream = await registry({
      ...gate,
      get: (response, request) => (request.authorization === undefined ? json(401, {}) : gate.get)(response, request),
    });
    const ran = await sallyportCi(await step(repository(upstream, { a: [] })), ['publish', '--json']);
    expect(ran.exit, ran.stderr).toBe(0);
    expect(outcomesIn(ran.stdout)).toEqual({ a: 'published-before' });
    expect(upstream.seen('PUT')).toEqual([]);
    expect(upstream.seen('DELETE').map(({ authorization }) => authorization)).toEqual([`Bearer ${PUBLISH_TOKEN}`]);
  });

  it('a rate limit is waited for', async () => {
    const gate = gateOf({ trusted: ['a'] });
    let asked = 0;
    const upstream = await registry({
      ...gate,
      exchange: (response, request) => {
        asked += 1;
        (asked === 1 ? json(429, { message: 'slower' }, { 'retry-after': '42' }) : gate.exchange)(response, request);
      },
    });
    const pauses: number[] = [];
    expect((await sallyportCi(await step(repository(upstream, { a: [] })), ['publish'], pauses)).exit).toBe(0);
    expect(pauses).toEqual([42_000]);
  });

  it('nothing at all is published where the id_token does not fit the registry of one of them', async () => {
    const upstream = await registry(gateOf({ trusted: ['a', 'b'] }));
    const elsewhere = { publishConfig: { registry: 'https://other.example/' } };
    const here = await step(repository(upstream, { a: [], b: elsewhere }));
    const { exit, stderr } = await sallyportCi(here, ['publish']);
    expect(exit).toBe(1);
    expect(stderr).toContain('failed (audience-missing)'.replace('failed', 'refused'));
    expect(upstream.requests).toEqual([]);
  });

  it('packages that need each other are published all the same, and that is said', async () => {
    const upstream = await registry(gateOf({ trusted: ['a', 'b'] }));
    const { exit, stderr } = await sallyportCi(await step(repository(upstream, { a: ['b'], b: ['a'] })), ['publish']);
    expect(exit).toBe(0);
    expect(stderr).toContain('a needs b needs a: not all can come first, so b does');
    expect(upstream.seen('PUT').map(({ path }) => path)).toEqual(['/b', '/a']);
  });

  it('a range that npm cannot rewrite is not published as it is', async () => {
    const upstream = await registry(gateOf({ trusted: ['a', 'b'] }));
    const packages = { a: { dependencies: { b: 'workspace:^' } }, b: [] };
    const ran = await sallyportCi(await step(repository(upstream, packages)), ['publish', '--json']);
    expect(ran.exit).toBe(2);
    expect(JSON.parse(ran.stdout).packages).toMatchObject([
      { name: 'a', outcome: 'failed', code: 'workspace-range' },
      { name: 'b', outcome: 'published' },
    ]);
  });
});

describe('which packages', () => {
  const packages = { a: ['b'], b: [], c: [] };
  const published = async (root: object, argv: readonly string[]) => {
    const upstream = await registry(gateOf({ trusted: ['root', 'a', 'b', 'c'] }));
    const { exit, stderr } = await sallyportCi(await step(repository(upstream, packages, root)), ['publish', ...argv]);
    return { exit, stderr, put: upstream.seen('PUT').map(({ path }) => path) };
  };

  it('a root that is a package itself is published alone, unless all are asked for', async () => {
    expect(await published({}, [])).toMatchObject({ exit: 0, put: ['/root'] });
    expect(await published({}, ['--workspaces'])).toMatchObject({ exit: 0, put: ['/b', '/a', '/c', '/root'] });
  });

  it('those that are named, or whose folder is', async () => {
    const argv = ['--workspace', 'c', '-w', './packages/b/'];
    expect(await published({ private: true }, argv)).toMatchObject({ exit: 0, put: ['/b', '/c'] });
  });

  it('exit 2 where there is none of that name, and where there are no workspaces', async () => {
    expect(await published({ private: true }, ['-w', 'd'])).toMatchObject({ exit: 2, put: [] });
    const alone = await step({ 'package.json': { name: 'a', version: '1.0.0' } });
    expect(await sallyportCi(alone, ['publish', '--workspaces'])).toMatchObject({ exit: 2 });
  });
});
