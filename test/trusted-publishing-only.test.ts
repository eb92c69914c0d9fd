import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, audit, escapeName, exchanged, packument, put, request } from './support/api.ts';
import { type ClientStage, packageOf, startClientStage } from './support/client-stage.ts';
import { type Client, npm12, pnpm12, publishWith, squeezed } from './support/clients.ts';
import { publishDocument } from './support/documents.ts';
import { eventually } from './support/eventually.ts';
import { startTestGate, type TestGate } from './support/gate.ts';
import { mintRun } from './support/recorded-stage.ts';
import { expectRefusal, messageOf } from './support/refusal.ts';
import { type Ran, run } from './support/run.ts';
import { account, startVerdaccio, type Verdaccio } from './support/verdaccio.ts';

const REASON = 'takes trusted publishing only';

/** A gate in front of one kind of registry, and a token of a person who may publish there. */
interface Place {
  readonly stage: ClientStage;
  readonly token: string;
  close(): Promise<void>;
}

async function embedded(): Promise<Place> {
  const stage = await startClientStage({ configuration: { embedded: { registration: true } } });
  return { stage, token: await account(stage.gate.url, 'alice', 'correct horse battery'), close: () => stage.close() };
}

async function byUrl(): Promise<Place> {
  const verdaccio: Verdaccio = await startVerdaccio();
  const stage = await startClientStage({
    configuration: { upstream: { url: verdaccio.url, credential: { env: 'REGISTRY_TOKEN' } } },
    env: { REGISTRY_TOKEN: verdaccio.token },
  });
  return {
    stage,
    token: await account(verdaccio.url, 'alice', 'correct horse battery'),
    async close() {
      await stage.close();
      await verdaccio.close();
    },
  };
}

describe.each([
  ['the embedded registry', embedded],
  ['a Verdaccio by its URL', byUrl],
])('trusted publishing only, in front of %s', (_title, open) => {
  let place: Place;
  beforeAll(async () => {
    place = await open();
  });
  afterAll(() => place.close());

  const only = (name: string, trustedPublishingOnly: boolean) =>
    request(`${place.stage.gate.url}/-/sallyport/v1/packages/${escapeName(name)}/policy`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${place.stage.gate.administratorToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ trustedPublishingOnly }),
    });
  const write = (path: string, body: string, method = 'PUT') =>
    request(place.stage.gate.url + path, {
      method,
      headers: { authorization: `Bearer ${place.token}`, 'content-type': 'application/json' },
      body,
    });

  /** A project of somebody who has a token in their .npmrc. */
  const project = (name: string, version: string): Promise<string> =>
    place.stage.runner.project(name, version, {
      npmrc: `//${new URL(place.stage.gate.url).host}/:_authToken=${place.token}\n`,
    });
  const command = (client: Client, folder: string, args: readonly string[]): Promise<Ran> =>
    run([...client.command, ...args], { cwd: folder, env: place.stage.runner.environment(folder) });

  it.each([npm12, pnpm12])(
    '$title with a token is refused, and prints why and how to publish instead',
    async (client) => {
      const name = packageOf('only', client);
      const first = await publishWith(place.stage.runner, client, await project(name, '1.0.0'), {});
      expect(first.code, first.output).toBe(0);
      expect((await only(name, true)).json).toEqual({ trustedPublishingOnly: true });
      const second = await publishWith(place.stage.runner, client, await project(name, '1.0.1'), {});
      expect(second.code).not.toBe(0);
      expect(squeezed(second.output)).toContain(squeezed(`${name} ${REASON}`));
      expect(squeezed(second.output)).toContain(squeezed('Publish it from the CI run'));
      expect(await place.stage.versions(name)).toEqual(['1.0.0']);

      expect((await only(name, false)).status).toBe(200);
      const third = await publishWith(place.stage.runner, client, await project(name, '1.0.1'), {});
      expect(third.code, third.output).toBe(0);
    },
  );

  it('npm deprecate, dist-tag and unpublish still pass: nobody is locked out of what is there', async () => {
    const name = '@acme/kept';
    const folder = await project(name, '1.0.0');
    for (const version of ['1.0.0', '1.0.1'])
      expect((await publishWith(place.stage.runner, npm12, await project(name, version), {})).code).toBe(0);
    await only(name, true);
    for (const args of [
      ['deprecate', `${name}@1.0.0`, 'use another'],
      ['dist-tag', 'add', `${name}@1.0.0`, 'old'],
      ['unpublish', `${name}@1.0.1`],
    ]) {
      const ran = await command(npm12, folder, args);
      expect(ran.code, `${args.join(' ')}: ${ran.output}`).toBe(0);
    }
    const now = await packument(place.stage.gate, name);
    expect(now?.['dist-tags']).toMatchObject({ old: '1.0.0' });
    expect(Object.keys(now?.versions ?? {})).toEqual(['1.0.0']);
    expect(now?.versions['1.0.0']).toMatchObject({ deprecated: 'use another' });
    expect((await command(npm12, folder, ['unpublish', name, '--force'])).code).toBe(0);
    expect(await packument(place.stage.gate, name)).toBeUndefined();
  });

  it('a publish token still publishes', async () => {
    const name = '@acme/by-run';
    await only(name, true);
    await addPublisher(place.stage.gate, name, place.stage.bitbucket);
    const token = await exchanged(place.stage.gate, name, await mintRun(place.stage));
    const answer = await put(place.stage.gate, name, token, (await publishDocument(name, '1.0.0')).text);
    expect(answer.status, answer.text).toBe(201);
  });

  it('no spelling of a publish goes past it, nor a version without a tarball', async () => {
    const name = '@acme/guarded';
    expect((await write('/@acme%2fguarded', (await publishDocument(name, '1.0.0')).text)).status).toBeLessThan(300);
    await only(name, true);
    const { text } = await publishDocument(name, '1.0.1');
    const document = JSON.parse(text) as Record<string, unknown>;
    const { _attachments, ...edit } = document;
    const attachments = { '@acme/guarded-1.0.1.tgz': { data: '', length: 0 } };
    for (const body of [
      text,
      // As yarn orders it.
      JSON.stringify({ _attachments, ...edit }),
      JSON.stringify(edit),
      JSON.stringify({ ...edit, _attachments: {} }),
      JSON.stringify({ ...edit, _attachments: attachments }),
      JSON.stringify({ ...edit, _attachments: { other: { data: 'AAAA' } } }),
      JSON.stringify({ ...edit, _attachments: [] }),
    ])
      expectRefusal(await write('/@acme%2fguarded', body), 403, 'trusted-publishing-only');
    for (const path of ['/@acme%2fguarded/-rev/1-0', '/@acme/guarded/-rev/1-0'])
      expectRefusal(await write(path, text), 403, 'trusted-publishing-only');
    for (const path of ['/@acme%2fguarded/x', '/@acme%2fguarded/-/guarded-1.0.1.tgz', '/@acme%2fguarded/1.0.1'])
      expect([403, 404], path).toContain((await write(path, text)).status);
    for (const body of ['bytes', '"1.0.1"', '[]', '{"_attachments":{},"_attachments":{"a.tgz":{"data":"AAAA"}}}'])
      expect([400, 403], body).toContain((await write('/@acme%2fguarded', body)).status);
    expect(await place.stage.versions(name)).toEqual(['1.0.0']);
    expect(messageOf(await write('/@acme%2fguarded', text))).toContain('trusted publisher');
  });

  it('P8: the policy is audited with its difference, and an edit is no static publish', async () => {
    const name = '@acme/audited';
    await write('/@acme%2faudited', (await publishDocument(name, '1.0.0')).text);
    await only(name, true);
    await only(name, true);
    const whole = (await packument(place.stage.gate, name)) as unknown as { versions: Record<string, object> };
    const edited = { ...whole, versions: { '1.0.0': { ...whole.versions['1.0.0'], deprecated: 'old' } } };
    expect((await write('/@acme%2faudited', JSON.stringify(edited))).status).toBeLessThan(300);
    const entries = await audit(place.stage.gate, 'package=%40acme%2Faudited&kind=trust');
    expect(entries).toMatchObject([
      {
        outcome: 'policy',
        change: { before: { trustedPublishingOnly: false }, after: { trustedPublishingOnly: true } },
        actor: { administrator: expect.stringContaining('SALLYPORT_ADMIN_TOKEN') },
      },
    ]);
    const page = await request(`${place.stage.gate.url}/-/sallyport/v1/packages/@acme%2faudited`, {
      headers: { authorization: `Bearer ${place.stage.gate.administratorToken}` },
    });
    expect(page.json).toMatchObject({ trustedPublishingOnly: true, exists: true, staticPublishes: { count: 1 } });
  });
});

it('G3: a policy that comes while a tarball is still arriving ends that publish', async () => {
  const place = await embedded();
  const { stage, token } = place;
  const files = { 'random.bin': randomBytes(1_000_000) };
  const { text } = await publishDocument('@acme/slow', '1.0.0', { files });
  const half = text.length / 2;
  const spool = join(stage.gate.folder, 'data/spool');
  const sent = httpRequest(`${stage.gate.url}/@acme%2fslow`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    },
  });
  const answered = once(sent, 'response');
  sent.write(text.slice(0, half));
  await eventually('the tarball to arrive', async () => ((await readdir(spool)).length > 0 ? true : undefined));
  await request(`${stage.gate.url}/-/sallyport/v1/packages/@acme%2fslow/policy`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${stage.gate.administratorToken}`, 'content-type': 'application/json' },
    body: '{"trustedPublishingOnly":true}',
  });
  sent.end(text.slice(half));
  const [answer] = (await answered) as [IncomingMessage];
  expect(answer.statusCode).toBe(403);
  expect(answer.headers['npm-notice']).toContain(REASON);
  answer.resume();
  expect(await stage.versions('@acme/slow')).toEqual([]);
  await place.close();
});

const policy = (gate: TestGate, method: 'GET' | 'PUT') =>
  request(`${gate.url}/-/sallyport/v1/packages/@acme%2fkept${method === 'PUT' ? '/policy' : ''}`, {
    method,
    headers: { authorization: `Bearer ${gate.administratorToken}`, 'content-type': 'application/json' },
    ...(method === 'PUT' ? { body: '{"trustedPublishingOnly":true}' } : {}),
  });

it('P8: a gate that was cut off and starts again still takes trusted publishing only', async () => {
  const before = await startTestGate({ configuration: { embedded: { registration: true } } });
  const token = await account(before.url, 'alice', 'correct horse battery');
  expect((await policy(before, 'PUT')).status).toBe(200);
  await before.kill();
  const after = await before.restart();
  expect((await policy(after, 'GET')).json).toMatchObject({ trustedPublishingOnly: true });
  const { text } = await publishDocument('@acme/kept', '1.0.0');
  expectRefusal(await put(after, '@acme/kept', token, text), 403, 'trusted-publishing-only');
  await after.stop();
  await rm(after.folder, { recursive: true, force: true });
});

it('a pattern has no policy: it would be unclear for which package', async () => {
  const gate = await startTestGate();
  const answer = await request(`${gate.url}/-/sallyport/v1/packages/@acme%2f*/policy`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${gate.administratorToken}`, 'content-type': 'application/json' },
    body: '{"trustedPublishingOnly":true}',
  });
  expectRefusal(answer, 400, 'package-name-invalid');
  await gate.stop();
  await rm(gate.folder, { recursive: true, force: true });
});
