import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { get, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type EmbeddedOptions, type EmbeddedUpstream, openEmbedded } from '../../src/upstream/index.ts';
import { type Front, front } from './front.ts';
import { quiet } from './quiet.ts';
import { release } from './release.ts';
import { account } from './verdaccio-elsewhere.ts';

const PATH = '/@acme/hello/-/hello-1.0.0.tgz';
const LARGE = 60_000_000;

let directory: string;
let upstream: EmbeddedUpstream;
let gate: Front;
let anonymously: Front;
/** The answer that is being sent, as the gate has it. */
let sending: ServerResponse | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sallyport-tarball-'));
  gate = await front(() => upstream);
  anonymously = await front(() => upstream, true);
  gate.server?.on('request', (_request, response: ServerResponse) => {
    sending = response;
  });
});
afterEach(async () => {
  await gate.close();
  await anonymously.close();
  await rm(directory, { recursive: true, force: true });
});

async function open(bytes: Buffer, options: Partial<EmbeddedOptions> = {}): Promise<void> {
  upstream = await openEmbedded({
    directory,
    publicUrl: () => gate.url,
    anonymousRead: true,
    registration: true,
    log: quiet,
    ...options,
  });
  expect(await upstream.publish(release({ bytes }))).toEqual({ outcome: 'published' });
}

it.each([0, 1, 3_000, 65_536, 65_537, 1_000_003])(
  'W3: a tarball of %i bytes comes as it was published',
  async (size) => {
    const bytes = Buffer.from(Array.from({ length: size }, (_, index) => index % 251));
    await open(bytes);
    const answer = await fetch(gate.url + PATH);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    const head = await fetch(gate.url + PATH, { method: 'HEAD' });
    for (const { status, headers } of [answer, head]) {
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-length')).toBe(String(size));
      expect(headers.get('content-security-policy')).toContain('sandbox');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect(await head.text()).toBe('');
  },
);

it('W3: whoever reads slowly holds the file back; the rest of it does not wait in memory', async () => {
  await open(Buffer.alloc(LARGE, 1));
  const reader = await slowly(gate.url + PATH);
  let before = -1;
  const written = (): number => sending?.socket?.bytesWritten ?? 0;
  while (written() !== before) {
    before = written();
    await pause(100);
  }
  expect(sending?.writableEnded).toBe(false);
  expect((sending?.writableLength ?? 0) + (sending?.socket?.writableLength ?? 0)).toBeLessThan(2_000_000);
  let size = 0;
  for await (const chunk of reader as AsyncIterable<Buffer>) size += chunk.length;
  expect(size).toBe(LARGE);
});

it.runIf(process.platform === 'linux')('W3: whoever leaves in mid-download leaves no open file', async () => {
  await open(Buffer.alloc(LARGE, 1));
  const reader = await slowly(gate.url + PATH);
  expect(await openTarballs()).toHaveLength(1);
  reader.destroy();
  await vi.waitFor(async () => expect(await openTarballs()).toEqual([]), { timeout: 10_000 });
});

it('a registry that is read by accounts only gives tarballs to nobody else', async () => {
  await open(Buffer.from('inside'), { anonymousRead: false });
  const headers = { authorization: `Bearer ${await account(gate.url, 'alice')}` };
  expect(await (await fetch(gate.url + PATH, { headers })).text()).toBe('inside');
  expect((await fetch(gate.url + PATH)).status).toBe(401);
  expect((await fetch(gate.url + PATH, { headers: { authorization: 'Bearer of-nobody' } })).status).toBe(401);
  expect((await fetch(anonymously.url + PATH, { headers })).status).toBe(401);
});

it('what is no tarball, or not there, is answered as the registry does', async () => {
  await open(Buffer.from('inside'));
  for (const file of ['hello-2.0.0.tgz', 'nothing'])
    expect((await fetch(`${gate.url}/@acme/hello/-/${file}`)).status, file).toBe(404);
  expect((await fetch(`${gate.url}/@acme/other/-/hello-1.0.0.tgz`)).status).toBe(404);
});

/** A download of which the first piece was read, and nothing since. */
const slowly = (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, (answer) => {
      answer.once('readable', () => resolve(answer));
    }).on('error', reject);
  });

async function openTarballs(): Promise<readonly string[]> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  return links.filter((link) => link.startsWith(directory) && link.endsWith('.tgz'));
}
