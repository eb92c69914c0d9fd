import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type EmbeddedOptions, type EmbeddedUpstream, openEmbedded } from '../../src/upstream/index.ts';
import { type Front, front } from './front.ts';
import { quiet } from './quiet.ts';
import { release } from './release.ts';
import { account } from './verdaccio-elsewhere.ts';

const PATH = '/@acme%2fhello';
const ABBREVIATED = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';

let directory: string;
let upstream: EmbeddedUpstream;
let gate: Front;
let anonymously: Front;
let publicUrl: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sallyport-packument-'));
  gate = await front(() => upstream);
  anonymously = await front(() => upstream, true);
  publicUrl = gate.url;
});
afterEach(async () => {
  await gate.close();
  await anonymously.close();
  await rm(directory, { recursive: true, force: true });
});

async function open(options: Partial<EmbeddedOptions> = {}): Promise<void> {
  upstream = await openEmbedded({
    directory,
    publicUrl: () => publicUrl,
    anonymousRead: true,
    registration: true,
    log: quiet,
    ...options,
  });
  expect(await upstream.publish(release())).toEqual({ outcome: 'published' });
}

it.each([{}, { accept: ABBREVIATED }, { 'accept-encoding': 'gzip' }, { accept: ABBREVIATED, 'accept-encoding': 'br' }])(
  'W3: the second answer is the first again, whatever form was asked for: %j',
  async (headers) => {
    await open();
    for (let patch = 1; patch < 8; patch++) await upstream.publish(release({ version: `1.0.${patch}` }));
    const [first, second] = [await ask(headers), await ask(headers)];
    expect(first.status).toBe(200);
    expect(second).toEqual(first);
    expect((await ask({})).body).not.toEqual((await ask({ accept: ABBREVIATED })).body);
  },
);

it('W3: what was published, tagged or unpublished is in the next answer', async () => {
  await open();
  const headers = { authorization: `Bearer ${await account(gate.url, 'alice')}`, 'content-type': 'application/json' };
  expect(await seen()).toEqual({ versions: ['1.0.0'], tags: { latest: '1.0.0' } });
  await upstream.publish(release({ version: '1.0.1' }));
  expect(await seen()).toEqual({ versions: ['1.0.0', '1.0.1'], tags: { latest: '1.0.1' } });
  await fetch(`${gate.url}/-/package/@acme%2fhello/dist-tags/old`, { method: 'PUT', headers, body: '"1.0.0"' });
  expect(await seen()).toEqual({ versions: ['1.0.0', '1.0.1'], tags: { latest: '1.0.1', old: '1.0.0' } });
  expect((await fetch(`${gate.url}${PATH}/-rev/1`, { method: 'DELETE', headers })).status).toBe(201);
  expect((await ask({})).status).toBe(404);
});

it('W3: two publishes at once are both in the answers that begin after them, and no answer is older than the one before', async () => {
  await open();
  const counts: number[] = [];
  const reading = (async () => {
    for (let round = 0; round < 60; round++) counts.push((await seen()).versions.length);
  })();
  for (let patch = 1; patch < 15; patch += 2)
    await Promise.all([patch, patch + 1].map((one) => upstream.publish(release({ version: `1.0.${one}` }))));
  await reading;
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect((await seen()).versions).toHaveLength(15);
});

it('W3: whoever has it hears "not modified", until it is', async () => {
  await open();
  const etag = (await ask({})).headers['etag'] ?? '';
  for (const known of [etag, `"other", W/${etag}`, '*'])
    expect((await ask({ 'if-none-match': known })).status, known).toBe(304);
  expect((await ask({ 'if-none-match': '"other"' })).status).toBe(200);
  expect((await ask({ 'if-none-match': etag, 'cache-control': 'no-cache' })).status).toBe(200);
  await upstream.publish(release({ version: '1.0.1' }));
  expect((await ask({ 'if-none-match': etag })).status).toBe(200);
});

it('W3: an answer that was made for another public address is none for this one', async () => {
  await open();
  expect(String((await ask({})).body)).toContain(`${gate.url}/@acme/hello/-/hello-1.0.0.tgz`);
  publicUrl = 'https://npm.acme.example';
  expect(String((await ask({})).body)).toContain('https://npm.acme.example/@acme/hello/-/hello-1.0.0.tgz');
});

it('a registry that is read by accounts only shows what it remembers to nobody else', async () => {
  await open({ anonymousRead: false });
  const headers = { authorization: `Bearer ${await account(gate.url, 'alice')}` };
  for (let time = 0; time < 2; time++) {
    expect((await ask(headers)).status).toBe(200);
    expect((await ask({})).status).toBe(401);
    expect((await fetch(anonymously.url + PATH, { headers })).status).toBe(401);
  }
});

async function seen(): Promise<{ readonly versions: readonly string[]; readonly tags: unknown }> {
  const { versions, 'dist-tags': tags } = JSON.parse(String((await ask({})).body)) as {
    versions: Record<string, unknown>;
    'dist-tags': unknown;
  };
  return { versions: Object.keys(versions), tags };
}

interface Answer {
  readonly status: number;
  /** Without what belongs to the connection. */
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

function ask(headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    httpRequest(gate.url + PATH, { headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      answer.on('end', () => {
        const {
          date: _date,
          connection: _connection,
          'keep-alive': _,
          'transfer-encoding': _framing,
          'content-length': _length,
          ...own
        } = answer.headers;
        resolve({
          status: answer.statusCode ?? 0,
          headers: own as Record<string, string>,
          body: Buffer.concat(chunks),
        });
      });
    })
      .on('error', reject)
      .end();
  });
}
