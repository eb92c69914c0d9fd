import { rm, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { packument, put } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import type { UpstreamFault } from './support/faulty-upstream.ts';
import { type FaultyWorld, startFaultyWorld } from './support/faulty-world.ts';

let world: FaultyWorld;
beforeAll(async () => {
  world = await startFaultyWorld();
});
afterEach(() => world.upstream.heal());
afterAll(() => world.close());

const lost: readonly (readonly [string, UpstreamFault])[] = [
  ['hang', { kind: 'hang' }],
  ['cut', { kind: 'cut' }],
  ['502', { kind: 'status', status: 502 }],
  ['504', { kind: 'status', status: 504 }],
];

it.each(lost)(
  'P6: a lost answer (%s) binds the grant: other bytes are refused, the same bytes succeed',
  async (what, fault) => {
    const run = await world.startRun(`@faults/lost-${what}`);
    world.upstream.put(fault);

    const first = await world.publish(run);
    expect(first).toMatchObject({ status: 503, json: { code: 'publish-unsettled' } });
    expect(first.headers.get('retry-after')).not.toBeNull();

    const sent = world.puts(run.name);
    const other = await world.publishOther(run);
    expect(other).toMatchObject({ status: 409, json: { code: 'grant-in-use' } });
    expect(other.headers.get('retry-after')).not.toBeNull();
    expect(world.puts(run.name)).toBe(sent);

    expect(await world.publish(run)).toMatchObject({ status: 201 });
    await world.expectPublishedOnce(run);
  },
);

it.each(lost)(
  'P6: a lost answer (%s) after the version was stored is a success, found by asking',
  async (what, fault) => {
    const run = await world.startRun(`@faults/stored-${what}`);
    world.upstream.put({ ...fault, stored: true });

    expect(await world.publish(run)).toMatchObject({ status: 201 });
    await world.expectPublishedOnce(run);
    expect(world.puts(run.name)).toBe(1);
  },
);

it('P6: 409 with equal integrity while bound is success: what was sent before had arrived', async () => {
  const run = await world.startRun('@faults/late');
  world.upstream.put({ kind: 'cut' });
  expect((await world.publish(run)).status).toBe(503);
  expect(await world.upstream.deliver()).toBe(201);

  expect(await world.publish(run)).toMatchObject({ status: 201 });
  expect(world.puts(run.name)).toBe(2);
  await world.expectPublishedOnce(run);
});

it('P6: 409 with other integrity is a conflict, and the audit says so', async () => {
  const run = await world.startRun('@faults/conflict');
  world.upstream.put({ kind: 'cut' });
  expect((await world.publish(run)).status).toBe(503);
  const stranger = await publishDocument(run.name, '1.0.0', { files: { 'other.js': 'other();' } });
  expect(await put({ url: world.registry.url }, run.name, world.registry.token, stranger.text)).toMatchObject({
    status: 201,
  });

  expect(await world.publish(run)).toMatchObject({ status: 409, json: { code: 'version-conflict' } });
  expect(await world.outcomes(run.name)).toContain('conflict');
  expect(await world.outcomes(run.name)).not.toContain('accepted');
  expect((await packument({ url: world.registry.url }, run.name))?.versions['1.0.0']?.dist.integrity).toBe(
    stranger.integrity,
  );
});

it('P6: a version that was there before with the same bytes is nobody’s success: 409, nothing accepted', async () => {
  const run = await world.startRun('@faults/before');
  expect(await put({ url: world.registry.url }, run.name, world.registry.token, run.document.text)).toMatchObject({
    status: 201,
  });

  expect(await world.publish(run)).toMatchObject({ status: 409, json: { code: 'version-exists' } });
  expect(await world.outcomes(run.name)).not.toContain('accepted');
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
    const run = await world.startRun(`@faults/bound-${what.replace(' ', '-')}`);
    world.upstream.put({ kind: 'cut' });
    expect((await world.publish(run)).status).toBe(503);

    if (fault === 'down') await world.upstream.down();
    else if (fault === 'credential') await rm(world.credentialFile());
    else world.upstream.put(fault);
    const repeated = await world.publish(run);
    if (fault === 'down') await world.upstream.up();
    else if (fault === 'credential') await writeFile(world.credentialFile(), world.registry.token);
    expect(repeated.status).toBeGreaterThanOrEqual(403);

    // A proxy, or a registry that was only slow, now does what it was asked first.
    expect(await world.upstream.deliver()).toBe(201);
    expect((await world.publishOther(run)).status).toBe(409);
    expect(await world.publish(run)).toMatchObject({ status: 201 });
    await world.expectPublishedOnce(run);
  },
);

it('P8: never two versions on one grant: a repeat of a first publish that cannot be asked about keeps it bound', async () => {
  const run = await world.startRun('@faults/bound-access');
  const document = JSON.stringify({ ...run.document.object, access: 'public' });
  const again = () => put(world.stage.gate, run.name, run.token, document);
  world.upstream.put({ kind: 'cut' });
  expect((await again()).status).toBe(503);

  world.upstream.get({ kind: 'status', status: 500 });
  expect((await again()).status).toBe(503);
  world.upstream.heal();

  expect(await world.upstream.deliver()).toBe(201);
  expect((await world.publishOther(run)).status).toBe(409);
  expect(await again()).toMatchObject({ status: 201 });
  await world.expectPublishedOnce(run);
});
