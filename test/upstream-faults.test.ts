import { rm, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { exchange } from './support/api.ts';
import { eventually } from './support/eventually.ts';
import { startFaultyUpstream } from './support/faulty-upstream.ts';
import { type FaultyWorld, startFaultyWorld } from './support/faulty-world.ts';

let world: FaultyWorld;
beforeAll(async () => {
  world = await startFaultyWorld();
});
afterEach(() => world.upstream.heal());
afterAll(() => world.close());

it('P6: a 500 with the version absent leaves the grant live: the same run publishes on its second try', async () => {
  const run = await world.startRun('@faults/absent');
  world.upstream.put({ kind: 'status', status: 500 });

  const first = await world.publish(run);
  expect(first).toMatchObject({ status: 503, json: { code: 'upstream-unavailable' } });
  expect(first.headers.get('retry-after')).not.toBeNull();
  expect(first.text).toContain('500');

  expect(await world.publish(run)).toMatchObject({ status: 201 });
  await world.expectPublishedOnce(run);
});

it('P6: a 500 with the version absent leaves the grant live: other bytes may go as well', async () => {
  const run = await world.startRun('@faults/absent-other');
  world.upstream.put({ kind: 'status', status: 500 });
  await world.publish(run);

  expect(await world.publishOther(run)).toMatchObject({ status: 201 });
  expect(await world.versions(run.name)).toEqual(['2.0.0']);
});

it('P6: a 500 although the version was stored is a success, found by asking', async () => {
  const run = await world.startRun('@faults/stored');
  world.upstream.put({ kind: 'status', status: 500, stored: true });

  expect(await world.publish(run)).toMatchObject({ status: 201 });
  await world.expectPublishedOnce(run);
  expect(world.puts(run.name)).toBe(1);
});

it('P6: a 403 of the upstream is a 403 with its text', async () => {
  const run = await world.startRun('@faults/refused');
  world.upstream.put({
    kind: 'status',
    status: 403,
    error: 'this account may not write here',
    headers: { 'www-authenticate': 'Bearer' },
  });

  const refused = await world.publish(run);
  expect(refused).toMatchObject({ status: 403, json: { code: 'upstream-refused' } });
  expect(refused.text).toContain('this account may not write here');
  expect(refused.headers.get('npm-notice')).toContain('this account may not write here');
  expect(refused.headers.get('www-authenticate')).toBeNull();

  expect(await world.publish(run)).toMatchObject({ status: 201 });
});

it('E3: a 401 of the upstream is about the credential: a code of its own, never a 401, the cause in the log, and the grant stays live', async () => {
  const run = await world.startRun('@faults/dead-credential');
  world.upstream.put({ kind: 'status', status: 401, error: 'no', headers: { 'www-authenticate': 'Bearer' } });

  const refused = await world.publish(run);
  expect(refused).toMatchObject({ status: 503, json: { code: 'upstream-credential-refused' } });
  expect(refused.text).toContain('tell whoever runs this gate');
  expect(refused.headers.get('www-authenticate')).toBeNull();
  expect(world.stage.gate.log()).toContain('does not take upstream.credential: it has expired, was revoked');

  expect(await world.publish(run)).toMatchObject({ status: 201 });
  await world.expectPublishedOnce(run);
});

it('P6: a 429 of the upstream is "later": 503 with its own Retry-After, and the same run publishes then', async () => {
  const run = await world.startRun('@faults/later');
  world.upstream.put({ kind: 'status', status: 429, headers: { 'retry-after': '17' } });

  const later = await world.publish(run);
  expect(later).toMatchObject({ status: 503, json: { code: 'upstream-unavailable' } });
  expect(later.headers.get('retry-after')).toBe('17');
  expect(await world.publish(run)).toMatchObject({ status: 201 });
});

it('P5: a redirect of the upstream is not followed', async () => {
  const elsewhere = await startFaultyUpstream(world.registry.url);
  try {
    const run = await world.startRun('@faults/redirected');
    world.upstream.put({ kind: 'status', status: 307, headers: { location: `${elsewhere.url}/@faults%2fredirected` } });

    expect(await world.publish(run)).toMatchObject({ status: 403, json: { code: 'upstream-refused' } });
    expect(elsewhere.seen).toEqual([]);
    expect(await world.versions(run.name)).toEqual([]);
  } finally {
    await elsewhere.close();
  }
});

it('P6: without a connection nothing was sent: 503 with Retry-After, and the same run publishes once it is back', async () => {
  const run = await world.startRun('@faults/down');
  await world.upstream.down();
  const down = await world.publish(run);
  await world.upstream.up();

  expect(down).toMatchObject({ status: 503, json: { code: 'upstream-unavailable' } });
  expect(down.headers.get('retry-after')).not.toBeNull();
  expect(await world.publish(run)).toMatchObject({ status: 201 });
  await world.expectPublishedOnce(run);
});

it('a missing credential is named by where it should be, and counts again once it is there', async () => {
  const run = await world.startRun('@faults/credential');
  await rm(world.credentialFile());
  const missing = await world.publish(run);
  await writeFile(world.credentialFile(), world.registry.token);

  expect(missing).toMatchObject({ status: 503, json: { code: 'upstream-credential-missing' } });
  expect(missing.text).toContain('upstream-credential');
  expect(world.puts(run.name)).toBe(0);
  expect(await world.publish(run)).toMatchObject({ status: 201 });
});

it('G1: an exchange while bound is told to wait, and settles the grant as soon as the upstream has the version', async () => {
  const run = await world.startRun('@faults/exchange-bound');
  world.upstream.put({ kind: 'cut' });
  expect((await world.publish(run)).status).toBe(503);

  const waiting = await exchange(world.stage.gate, run.name, run.idToken);
  expect(waiting).toMatchObject({ status: 409, json: { code: 'grant-in-use' } });
  expect(waiting.headers.get('retry-after')).not.toBeNull();

  expect(await world.upstream.deliver()).toBe(201);
  const spent = await exchange(world.stage.gate, run.name, run.idToken);
  expect(spent).toMatchObject({ status: 403, json: { code: 'grant-spent' } });
  expect(spent.text).toContain('1.0.0');
  // The first token still has its answer: the repeat of a client that knows nothing of all this.
  expect(await world.publish(run)).toMatchObject({ status: 201 });
  await world.expectPublishedOnce(run);
});

it('G1, P7: while a publish is under way another exchange waits, and a repeat of the same bytes gets the outcome of the first', async () => {
  const run = await world.startRun('@faults/under-way');
  world.upstream.put({ kind: 'hang', stored: true });
  const first = world.publish(run);
  await eventually('the first publish to reach the upstream', async () =>
    world.puts(run.name) > 0 ? true : undefined,
  );

  const again = world.publish(run);
  expect(await exchange(world.stage.gate, run.name, run.idToken)).toMatchObject({
    status: 409,
    json: { code: 'grant-in-use' },
  });
  expect(await Promise.all([first, again])).toMatchObject([{ status: 201 }, { status: 201 }]);
  expect(world.puts(run.name)).toBe(1);
  await world.expectPublishedOnce(run);
});

it('P5: the credential travels with the publish and the questions about that package, and with nothing else', async () => {
  const { gate } = world.stage;
  const run = await world.startRun('@faults/wire');
  const before = world.upstream.seen.length;
  expect(await world.publish(run)).toMatchObject({ status: 201 });
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

  const carrying = world.upstream.seen
    .slice(before)
    .filter(({ headers }) => headers.authorization?.includes(world.registry.token) === true)
    .map(({ method, path }) => `${method} ${path}`);
  expect(carrying.filter((request) => request !== 'GET /@faults%2fwire')).toEqual(['PUT /@faults%2fwire']);
  // Nor did it in any test before: whatever carried it was a publish, or a question about a package.
  const others = world.upstream.seen.filter(
    ({ method, path, headers }) =>
      headers.authorization?.includes(world.registry.token) === true &&
      !/^(PUT|GET) \/@faults%2f[\w-]+$/.test(`${method} ${path}`),
  );
  expect(others).toEqual([]);
  expect(world.upstream.seen.filter(({ headers }) => headers.authorization?.includes('spt_') === true)).toEqual([]);
});
