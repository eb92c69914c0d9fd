import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { addPublisher, audit, exchange, exchanged, packument, put } from './support/api.ts';
import { type DocumentOptions, type PublishDocument, publishDocument } from './support/documents.ts';
import { eventually } from './support/eventually.ts';
import { type FaultyUpstream, startFaultyUpstream, type UpstreamFault } from './support/faulty-upstream.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { startVerdaccio, type Verdaccio } from './support/verdaccio.ts';

let registry: Verdaccio;
let upstream: FaultyUpstream;
let stage: TestStage;

const credentialFile = (): string => join(stage.gate.folder, 'upstream-credential');

beforeAll(async () => {
  registry = await startVerdaccio();
  upstream = await startFaultyUpstream(registry.url);
  stage = await startTestStage({
    configuration: { upstream: { url: upstream.url, credential: { file: './upstream-credential' }, timeout: '2s' } },
    env: { SALLYPORT_EXCHANGE__RATE_LIMIT__PER_REPOSITORY: '0' },
  });
  await writeFile(credentialFile(), `${registry.token}\n`);
  await addPublisher(stage.gate, '@faults/*', stage.bitbucket);
});
afterEach(() => upstream.heal());
afterAll(async () => {
  await stage.close();
  await upstream.close();
  await registry.close();
});

/** A run that has exchanged and is about to publish. */
interface Run {
  readonly name: string;
  readonly idToken: string;
  readonly token: string;
  readonly document: PublishDocument;
}

async function startRun(name: string, options: DocumentOptions = {}): Promise<Run> {
  const idToken = await stage.bitbucket.mint({ audience: stage.audience });
  const token = await exchanged(stage.gate, name, idToken);
  return { name, idToken, token, document: await publishDocument(name, '1.0.0', options) };
}

const publish = ({ name, token, document }: Run) => put(stage.gate, name, token, document.text);
const publishOther = async ({ name, token }: Run, version = '2.0.0') =>
  put(stage.gate, name, token, (await publishDocument(name, version)).text);

const outcomes = async (name: string) =>
  (await audit(stage.gate, `package=${encodeURIComponent(name)}&kind=publish&limit=100`)).map(({ outcome }) => outcome);
const versions = async (name: string) =>
  Object.keys((await packument({ url: registry.url }, name))?.versions ?? {}).sort();
const puts = (name: string) =>
  upstream.seen.filter(({ method, path }) => method === 'PUT' && path.endsWith(`%2f${name.split('/')[1]}`)).length;

/** What every publish must come to in the end: once upstream with its bytes, once accepted in the audit. */
async function expectPublishedOnce({ name, document }: Run): Promise<void> {
  expect(await versions(name)).toEqual(['1.0.0']);
  expect((await packument({ url: registry.url }, name))?.versions['1.0.0']?.dist.integrity).toBe(document.integrity);
  expect((await outcomes(name)).filter((outcome) => outcome === 'accepted')).toHaveLength(1);
}

it('P6: a 500 with the version absent leaves the grant live: the same run publishes on its second try', async () => {
  const run = await startRun('@faults/absent');
  upstream.put({ kind: 'status', status: 500 });

  const first = await publish(run);
  expect(first).toMatchObject({ status: 503, json: { code: 'upstream-unavailable' } });
  expect(first.headers.get('retry-after')).not.toBeNull();
  expect(first.text).toContain('500');

  expect(await publish(run)).toMatchObject({ status: 201 });
  await expectPublishedOnce(run);
});

it('P6: a 500 with the version absent leaves the grant live: other bytes may go as well', async () => {
  const run = await startRun('@faults/absent-other');
  upstream.put({ kind: 'status', status: 500 });
  await publish(run);

  expect(await publishOther(run)).toMatchObject({ status: 201 });
  expect(await versions(run.name)).toEqual(['2.0.0']);
});

it('P6: a 500 although the version was stored is a success, found by asking', async () => {
  const run = await startRun('@faults/stored');
  upstream.put({ kind: 'status', status: 500, stored: true });

  expect(await publish(run)).toMatchObject({ status: 201 });
  await expectPublishedOnce(run);
  expect(puts(run.name)).toBe(1);
});

const lost: readonly (readonly [string, UpstreamFault])[] = [
  ['hang', { kind: 'hang' }],
  ['cut', { kind: 'cut' }],
  ['502', { kind: 'status', status: 502 }],
  ['504', { kind: 'status', status: 504 }],
];

it.each(lost)(
  'P6: a lost answer (%s) binds the grant: other bytes are refused, the same bytes succeed',
  async (what, fault) => {
    const run = await startRun(`@faults/lost-${what}`);
    upstream.put(fault);

    const first = await publish(run);
    expect(first).toMatchObject({ status: 503, json: { code: 'publish-unsettled' } });
    expect(first.headers.get('retry-after')).not.toBeNull();

    const sent = puts(run.name);
    const other = await publishOther(run);
    expect(other).toMatchObject({ status: 409, json: { code: 'grant-in-use' } });
    expect(other.headers.get('retry-after')).not.toBeNull();
    expect(puts(run.name)).toBe(sent);

    expect(await publish(run)).toMatchObject({ status: 201 });
    await expectPublishedOnce(run);
  },
);

it.each(lost)(
  'P6: a lost answer (%s) after the version was stored is a success, found by asking',
  async (what, fault) => {
    const run = await startRun(`@faults/stored-${what}`);
    upstream.put({ ...fault, stored: true });

    expect(await publish(run)).toMatchObject({ status: 201 });
    await expectPublishedOnce(run);
    expect(puts(run.name)).toBe(1);
  },
);

it('P6: 409 with equal integrity while bound is success: what was sent before had arrived', async () => {
  const run = await startRun('@faults/late');
  upstream.put({ kind: 'cut' });
  expect((await publish(run)).status).toBe(503);
  expect(await upstream.deliver()).toBe(201);

  expect(await publish(run)).toMatchObject({ status: 201 });
  expect(puts(run.name)).toBe(2);
  await expectPublishedOnce(run);
});

it('P6: 409 with other integrity is a conflict, and the audit says so', async () => {
  const run = await startRun('@faults/conflict');
  upstream.put({ kind: 'cut' });
  expect((await publish(run)).status).toBe(503);
  const stranger = await publishDocument(run.name, '1.0.0', { files: { 'other.js': 'other();' } });
  expect(await put({ url: registry.url }, run.name, registry.token, stranger.text)).toMatchObject({ status: 201 });

  expect(await publish(run)).toMatchObject({ status: 409, json: { code: 'version-conflict' } });
  expect(await outcomes(run.name)).toContain('conflict');
  expect(await outcomes(run.name)).not.toContain('accepted');
  expect((await packument({ url: registry.url }, run.name))?.versions['1.0.0']?.dist.integrity).toBe(
    stranger.integrity,
  );
});

it('P6: a version that was there before with the same bytes is nobody’s success: 409, nothing accepted', async () => {
  const run = await startRun('@faults/before');
  expect(await put({ url: registry.url }, run.name, registry.token, run.document.text)).toMatchObject({ status: 201 });

  expect(await publish(run)).toMatchObject({ status: 409, json: { code: 'version-exists' } });
  expect(await outcomes(run.name)).not.toContain('accepted');
});

const whileBound: readonly (readonly [string, UpstreamFault | 'down' | 'credential'])[] = [
  ['no connection', 'down'],
  ['no credential', 'credential'],
  ['401', { kind: 'status', status: 401 }],
  ['429', { kind: 'status', status: 429 }],
  ['500', { kind: 'status', status: 500 }],
];

it.each(whileBound)(
  'P8: never two versions on one grant: bytes that may still arrive keep it bound whatever a repeat meets (%s)',
  async (what, fault) => {
    const run = await startRun(`@faults/bound-${what.replace(' ', '-')}`);
    upstream.put({ kind: 'cut' });
    expect((await publish(run)).status).toBe(503);

    if (fault === 'down') await upstream.down();
    else if (fault === 'credential') await rm(credentialFile());
    else upstream.put(fault);
    const repeated = await publish(run);
    if (fault === 'down') await upstream.up();
    else if (fault === 'credential') await writeFile(credentialFile(), registry.token);
    expect(repeated.status).toBeGreaterThanOrEqual(403);

    // A proxy, or a registry that was only slow, now does what it was asked first.
    expect(await upstream.deliver()).toBe(201);
    expect((await publishOther(run)).status).toBe(409);
    expect(await publish(run)).toMatchObject({ status: 201 });
    await expectPublishedOnce(run);
  },
);

it('P8: never two versions on one grant: a repeat of a first publish that cannot be asked about keeps it bound', async () => {
  const run = await startRun('@faults/bound-access');
  const document = JSON.stringify({ ...run.document.object, access: 'public' });
  const again = () => put(stage.gate, run.name, run.token, document);
  upstream.put({ kind: 'cut' });
  expect((await again()).status).toBe(503);

  upstream.get({ kind: 'status', status: 500 });
  expect((await again()).status).toBe(503);
  upstream.heal();

  expect(await upstream.deliver()).toBe(201);
  expect((await publishOther(run)).status).toBe(409);
  expect(await again()).toMatchObject({ status: 201 });
  await expectPublishedOnce(run);
});

it.each([401, 403])('P6: a %i of the upstream is a 403 with its text, never a 401', async (status) => {
  const run = await startRun(`@faults/refused-${status}`);
  upstream.put({
    kind: 'status',
    status,
    error: 'this account may not write here',
    headers: { 'www-authenticate': 'Bearer' },
  });

  const refused = await publish(run);
  expect(refused).toMatchObject({ status: 403, json: { code: 'upstream-refused' } });
  expect(refused.text).toContain('this account may not write here');
  expect(refused.headers.get('npm-notice')).toContain('this account may not write here');
  expect(refused.headers.get('www-authenticate')).toBeNull();

  expect(await publish(run)).toMatchObject({ status: 201 });
});

it('P6: a 429 of the upstream is "later": 503 with Retry-After, and the same run publishes then', async () => {
  const run = await startRun('@faults/later');
  upstream.put({ kind: 'status', status: 429 });

  const later = await publish(run);
  expect(later).toMatchObject({ status: 503, json: { code: 'upstream-unavailable' } });
  expect(later.headers.get('retry-after')).not.toBeNull();
  expect(await publish(run)).toMatchObject({ status: 201 });
});

it('P5: a redirect of the upstream is not followed', async () => {
  const elsewhere = await startFaultyUpstream(registry.url);
  try {
    const run = await startRun('@faults/redirected');
    upstream.put({ kind: 'status', status: 307, headers: { location: `${elsewhere.url}/@faults%2fredirected` } });

    expect(await publish(run)).toMatchObject({ status: 403, json: { code: 'upstream-refused' } });
    expect(elsewhere.seen).toEqual([]);
    expect(await versions(run.name)).toEqual([]);
  } finally {
    await elsewhere.close();
  }
});

it('P6: without a connection nothing was sent: 503 with Retry-After, and the same run publishes once it is back', async () => {
  const run = await startRun('@faults/down');
  await upstream.down();
  const down = await publish(run);
  await upstream.up();

  expect(down).toMatchObject({ status: 503, json: { code: 'upstream-unavailable' } });
  expect(down.headers.get('retry-after')).not.toBeNull();
  expect(await publish(run)).toMatchObject({ status: 201 });
  await expectPublishedOnce(run);
});

it('a missing credential is named by where it should be, and counts again once it is there', async () => {
  const run = await startRun('@faults/credential');
  await rm(credentialFile());
  const missing = await publish(run);
  await writeFile(credentialFile(), registry.token);

  expect(missing).toMatchObject({ status: 503, json: { code: 'upstream-credential-missing' } });
  expect(missing.text).toContain('upstream-credential');
  expect(puts(run.name)).toBe(0);
  expect(await publish(run)).toMatchObject({ status: 201 });
});

it('G1: an exchange while bound is told to wait, and settles the grant as soon as the upstream has the version', async () => {
  const run = await startRun('@faults/exchange-bound');
  upstream.put({ kind: 'cut' });
  expect((await publish(run)).status).toBe(503);

  const waiting = await exchange(stage.gate, run.name, run.idToken);
  expect(waiting).toMatchObject({ status: 409, json: { code: 'grant-in-use' } });
  expect(waiting.headers.get('retry-after')).not.toBeNull();

  expect(await upstream.deliver()).toBe(201);
  const spent = await exchange(stage.gate, run.name, run.idToken);
  expect(spent).toMatchObject({ status: 403, json: { code: 'grant-spent' } });
  expect(spent.text).toContain('1.0.0');
  // The first token still has its answer: the repeat of a client that knows nothing of all this.
  expect(await publish(run)).toMatchObject({ status: 201 });
  await expectPublishedOnce(run);
});

it('G1, P7: while a publish is under way another exchange waits, and a repeat of the same bytes gets the outcome of the first', async () => {
  const run = await startRun('@faults/under-way');
  upstream.put({ kind: 'hang', stored: true });
  const first = publish(run);
  await eventually('the first publish to reach the upstream', async () => (puts(run.name) > 0 ? true : undefined));

  const again = publish(run);
  expect(await exchange(stage.gate, run.name, run.idToken)).toMatchObject({
    status: 409,
    json: { code: 'grant-in-use' },
  });
  expect(await Promise.all([first, again])).toMatchObject([{ status: 201 }, { status: 201 }]);
  expect(puts(run.name)).toBe(1);
  await expectPublishedOnce(run);
});

it('P5: the credential travels with the publish and the questions about that package, and with nothing else', async () => {
  const { gate } = stage;
  const run = await startRun('@faults/wire');
  const before = upstream.seen.length;
  expect(await publish(run)).toMatchObject({ status: 201 });
  const anonymous = [
    '/@faults%2fwire',
    '/@faults/wire/-/wire-1.0.0.tgz',
    '/-/v1/search?text=wire',
    '/-/ping',
    '/-/whoami',
  ];
  for (const path of anonymous) await (await fetch(gate.url + path)).arrayBuffer();
  const reads = await fetch(`${gate.url}/@faults%2fwire`, { headers: { authorization: `Bearer ${run.token}` } });
  expect(reads.status).toBe(200);
  await (await fetch(`${gate.url}/-/sallyport/v1/health/ready`)).arrayBuffer();

  const carrying = upstream.seen
    .slice(before)
    .filter(({ headers }) => headers.authorization?.includes(registry.token) === true)
    .map(({ method, path }) => `${method} ${path}`);
  expect(carrying.filter((request) => request !== 'GET /@faults%2fwire')).toEqual(['PUT /@faults%2fwire']);
  // Nor did it in any test before: whatever carried it was a publish, or a question about a package.
  const others = upstream.seen.filter(
    ({ method, path, headers }) =>
      headers.authorization?.includes(registry.token) === true &&
      !/^(PUT|GET) \/@faults%2f[\w-]+$/.test(`${method} ${path}`),
  );
  expect(others).toEqual([]);
  expect(upstream.seen.filter(({ headers }) => headers.authorization?.includes('spt_') === true)).toEqual([]);
});
