import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { npmDefaultRegistry } from '../../src/config/index.ts';
import { openHttp } from '../../src/upstream/index.ts';
import { type Front, listen } from './front.ts';
import { quiet } from './quiet.ts';
import { release } from './release.ts';
import { type Answer, CREDENTIAL, type Stub, stub } from './stub-registry.ts';
import { verdaccioElsewhere } from './verdaccio-elsewhere.ts';

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of closing.splice(0).toReversed()) await each.close();
});

interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const say = (response: ServerResponse, { status = 401, headers = {}, body = { error: 'no' } }: Said): void =>
  void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

/** A registry that answers ping and whoami of nobody like this, and takes every publish. */
const answering =
  (ping: Said, whoami: Said): Answer =>
  ({ method, path }, response) => {
    if (method === 'PUT') return say(response, { status: 201, body: { ok: true } });
    say(response, path.endsWith('/-/ping') ? ping : path.endsWith('/-/whoami') ? whoami : { status: 404 });
  };

async function auto(answer: Answer, log = quiet): Promise<Stub> {
  const opened = await stub(answer, { kind: 'auto', timeoutMs: 2_000, log });
  closing.push(opened);
  return opened;
}

const ALIVE: Said = { status: 200, body: {} };
const VERDACCIO = answering(ALIVE, { status: 200, body: {} });

const bundle = { mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2', text: '{}' };
const attachmentsOf = ({ seen }: Stub): readonly string[] =>
  seen
    .filter(({ method }) => method === 'PUT')
    .flatMap(({ body }) => Object.keys((JSON.parse(String(body)) as { _attachments: object })._attachments));

describe('kind: auto finds out which registry it is', () => {
  it.each<[string, Said, Said, object]>([
    [
      'Verdaccio, by its whoami of nobody',
      ALIVE,
      { status: 200, body: {} },
      { kind: 'verdaccio', product: 'Verdaccio' },
    ],
    [
      'Verdaccio, by its header where it shows it',
      ALIVE,
      { headers: { 'x-powered-by': 'verdaccio/6.10.4' } },
      { kind: 'verdaccio', product: 'Verdaccio' },
    ],
    ['a registry that names somebody', ALIVE, { status: 200, body: { username: 'anonymous' } }, { kind: 'generic' }],
    ['a registry that answers 401', ALIVE, {}, { kind: 'generic' }],
    [
      'pages instead of a registry',
      { status: 200, body: 'hello' },
      { status: 200, body: 'hello' },
      { kind: 'generic' },
    ],
    ['a registry without either', { status: 404 }, { status: 404 }, { kind: 'generic' }],
    ['Nexus', { headers: { server: 'Nexus/3.76.0-03 (PRO)' } }, {}, { kind: 'generic', product: 'Sonatype Nexus' }],
    [
      'Nexus behind a proxy',
      ALIVE,
      { headers: { 'www-authenticate': 'BASIC realm="Sonatype Nexus Repository Manager"' } },
      { kind: 'generic', product: 'Sonatype Nexus' },
    ],
    [
      'Artifactory',
      { headers: { 'x-jfrog-version': 'Artifactory/7.90.0' } },
      {},
      { kind: 'generic', product: 'JFrog Artifactory' },
    ],
    [
      'GitLab',
      { status: 404, headers: { 'x-gitlab-meta': '{}' } },
      { status: 404 },
      { kind: 'generic', product: "GitLab's registry" },
    ],
    [
      'GitHub Packages',
      { status: 404 },
      { headers: { 'www-authenticate': 'Basic realm="GitHub Package Registry"' } },
      { kind: 'generic', product: 'GitHub Packages' },
    ],
  ])('%s', async (_name, ping, whoami, about) => {
    const { upstream } = await auto(answering(ping, whoami));
    await upstream.ping().catch(() => undefined);
    expect(upstream.about()).toMatchObject({ configured: 'auto', known: true, ...about });
    expect('product' in upstream.about()).toBe('product' in about);
  });

  it('a real Verdaccio, under a path prefix too', async () => {
    const registry = await verdaccioElsewhere('/npm/team');
    closing.push(registry);
    const upstream = openHttp({
      url: registry.url,
      kind: 'auto',
      credential: undefined,
      timeoutMs: 5_000,
      publicUrl: () => 'https://gate.example',
      log: quiet,
    });
    closing.push(upstream);
    await upstream.ping();
    expect(upstream.about()).toEqual({
      kind: 'verdaccio',
      configured: 'auto',
      known: true,
      product: 'Verdaccio',
      how: 'verdaccio (Verdaccio, by its answer to a whoami of nobody)',
    });
  });

  it("npm's own registry, by its address alone: it is asked nothing", async () => {
    const upstream = openHttp({
      url: npmDefaultRegistry(),
      kind: 'auto',
      credential: undefined,
      timeoutMs: 1_000,
      publicUrl: () => 'https://gate.example',
      log: quiet,
    });
    expect(upstream.about()).toMatchObject({ kind: 'npmjs', known: true, how: 'npmjs (by its address)' });
    await upstream.close();
  });

  it('what the configuration says is not asked after', async () => {
    const opened = await stub(VERDACCIO, { kind: 'generic' });
    closing.push(opened);
    await opened.upstream.publish(release());
    expect(opened.upstream.about()).toMatchObject({
      kind: 'generic',
      configured: 'generic',
      how: 'generic (as configured)',
    });
    expect(opened.seen.map(({ method }) => method)).toEqual(['PUT']);
  });
});

it('a Verdaccio that nobody configured as one gets no Sigstore bundle, in the first publish already', async () => {
  const verdaccio = await auto(VERDACCIO);
  await verdaccio.upstream.publish({ ...release(), provenance: bundle });
  expect(attachmentsOf(verdaccio)).toEqual(['@acme/hello-1.0.0.tgz']);
  const other = await auto(answering(ALIVE, {}));
  await other.upstream.publish({ ...release(), provenance: bundle });
  expect(attachmentsOf(other)).toEqual(['@acme/hello-1.0.0.tgz', '@acme/hello-1.0.0.sigstore']);
});

it('a real Verdaccio takes a publish that came with a Sigstore bundle', async () => {
  const registry = await verdaccioElsewhere();
  closing.push(registry);
  const upstream = openHttp({
    url: registry.url,
    kind: 'auto',
    credential: { source: 'the test', read: () => registry.token },
    timeoutMs: 5_000,
    publicUrl: () => 'https://gate.example',
    log: quiet,
  });
  closing.push(upstream);
  expect(await upstream.publish({ ...release(), provenance: bundle })).toEqual({ outcome: 'published' });
});

it('P5: it is found out without the credential and without anybody else’s', async () => {
  const { upstream, seen } = await auto(VERDACCIO);
  await upstream.people?.identify('Bearer of-alice');
  expect(JSON.stringify(seen)).not.toContain(CREDENTIAL);
  expect(seen.map(({ path, headers }) => `${path} ${headers.authorization}`).sort()).toEqual([
    '/-/ping undefined',
    '/-/whoami Bearer of-alice',
    '/-/whoami undefined',
  ]);
});

it.each([429, 500, 502, 503])(
  'a registry that answers %i is not known yet: generic, and asked again until it answers',
  async (status) => {
    let answer = answering({ status }, { status });
    const lines: string[] = [];
    const { upstream } = await auto((request, response) => answer(request, response), {
      ...quiet,
      info: (_fields, message) => lines.push(message),
    });
    await upstream.ping().catch(() => undefined);
    expect(upstream.about()).toMatchObject({ kind: 'generic', known: false });
    expect(lines).toEqual([]);
    answer = VERDACCIO;
    await upstream.ping();
    await upstream.ping();
    expect(upstream.about()).toMatchObject({ kind: 'verdaccio', known: true });
    expect(lines).toEqual([
      'The upstream registry counts as verdaccio (Verdaccio, by its answer to a whoami of nobody)',
    ]);
  },
);

it('a registry that is down keeps nobody from opening it, and whoever asks at once shares one question', async () => {
  const gone: Front = await listen(() => undefined);
  await gone.close();
  const down = openHttp({
    url: gone.url,
    kind: 'auto',
    credential: undefined,
    timeoutMs: 1_000,
    publicUrl: () => 'https://gate.example',
    log: quiet,
  });
  closing.push(down);
  expect(down.about()).toMatchObject({ kind: 'generic', known: false });
  expect(await down.people?.identify('Bearer x')).toMatchObject({ outcome: 'unavailable' });

  const { upstream, seen } = await auto(VERDACCIO);
  await Promise.all([1, 2, 3].map(async () => upstream.people?.known('alice')));
  expect(seen.map(({ path }) => path).sort()).toEqual(['/-/ping', '/-/whoami']);
});
