import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, exchange, exchanged, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { head, open, sendRaw } from './support/raw-http.ts';

/**
 * What bad requests cost the gate. The bounds are for leaks, not for speed: bench/ measures. Linux tells a process's memory; elsewhere
 * the same requests are made and only the answers count.
 */
const MiB = 1024 * 1024;
const MAY_GROW = 150 * MiB;
let stage: TestStage;
beforeAll(async () => {
  stage = await startTestStage({
    configuration: { publish: { maxBytes: '8MiB' }, exchange: { rateLimit: { perAddress: 0, perRepository: 0 } } },
  });
  await addPublisher(stage.gate, 'hello', stage.bitbucket);
});
afterAll(() => stage.close());

/** Bytes of memory that the gate's process holds; undefined where the system does not say. */
async function memory(): Promise<number | undefined> {
  const status = await readFile(`/proc/${stage.gate.process.pid}/status`, 'utf8').catch(() => undefined);
  const kibibytes = status === undefined ? undefined : /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

async function descriptors(): Promise<number | undefined> {
  return (await readdir(`/proc/${stage.gate.process.pid}/fd`).catch(() => undefined))?.length;
}

async function expectFlat(work: () => Promise<void>): Promise<void> {
  // The first requests fill caches and compile code.
  for (let n = 0; n < 50; n++) await exchange(stage.gate, 'hello', 'warm.up.please');
  const before = await memory();
  await work();
  const after = await memory();
  if (before !== undefined && after !== undefined) expect(after - before).toBeLessThan(MAY_GROW);
}

/** Runs `count` of them, some at a time. */
async function many(count: number, one: (n: number) => Promise<unknown>): Promise<void> {
  const AT_ONCE = 16;
  for (let n = 0; n < count; n += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - n) }, (_, index) => one(n + index)));
  }
}

describe('memory stays flat', () => {
  it('after 3,000 exchanges that were refused, each with another token', async () => {
    const header = Buffer.from('{"alg":"RS256","kid":"k"}').toString('base64url');
    await expectFlat(() =>
      many(3_000, async (n) => {
        const payload = Buffer.from(JSON.stringify({ iss: `https://${n}.example`, x: 'x'.repeat(8_000) }));
        const answer = await exchange(stage.gate, 'hello', `${header}.${payload.toString('base64url')}.AAAA`);
        expect(answer.status).toBe(401);
      }),
    );
  });

  it('after 20 publishes of 64 MiB each that were refused', async () => {
    const token = await exchanged(stage.gate, 'hello', await stage.bitbucket.mint({ audience: stage.audience }));
    const body = Buffer.alloc(64 * MiB, 'a');
    const start = '{"_attachments":{"hello-1.0.0.tgz":{"data":"';
    await expectFlat(async () => {
      for (let n = 0; n < 20; n++) {
        const [answer] = await sendRaw(stage.gate.url, [
          head('PUT /hello', `authorization: Bearer ${token}`, `content-length: ${start.length + body.length}`),
          start,
          body,
        ]);
        expect([400, 413]).toContain(answer?.status);
      }
    });
    expect(await readdir(join(stage.gate.folder, 'data', 'spool'))).toEqual([]);
  });

  it('after 2,000 connections that came with garbage and went, none of them kept', async () => {
    const before = await descriptors();
    await expectFlat(() => many(2_000, () => sendRaw(stage.gate.url, 'garbage\r\n\r\n')));
    const after = await descriptors();
    if (before !== undefined && after !== undefined) expect(after - before).toBeLessThan(50);
  });

  it('after 300 uploads that were cut off', async () => {
    const token = await exchanged(stage.gate, 'hello', await stage.bitbucket.mint({ audience: stage.audience }));
    const { text } = await publishDocument('hello', '1.0.0');
    await expectFlat(() =>
      many(300, async () => {
        const socket = await open(stage.gate.url);
        const start = head('PUT /hello', `authorization: Bearer ${token}`, `content-length: ${text.length}`);
        await new Promise((written) => socket.write(start + text.slice(0, -20), written));
        socket.resetAndDestroy();
      }),
    );
    await expect.poll(() => readdir(join(stage.gate.folder, 'data', 'spool')), { timeout: 20_000 }).toEqual([]);
  });
});

it('200 idle connections and 200 half requests keep nobody out: a publish goes through beside them', async () => {
  const sockets = await Promise.all(Array.from({ length: 400 }, () => open(stage.gate.url)));
  for (const socket of sockets.slice(200)) socket.write('PUT /hello HTTP/1.1\r\nhost: a\r\n');
  const token = await exchanged(stage.gate, 'hello', await stage.bitbucket.mint({ audience: stage.audience }));
  const answer = await put(stage.gate, 'hello', token, (await publishDocument('hello', '1.0.0')).text);
  for (const socket of sockets) socket.destroy();
  expect(answer.status).toBe(201);
});

it('after all of this the gate is the same process, lives, and has logged no fault', async () => {
  expect(stage.gate.process.exitCode).toBeNull();
  expect((await request(`${stage.gate.url}/-/sallyport/v1/health/ready`)).status).toBe(200);
  const faults = stage.gate
    .log()
    .split('\n')
    .filter((line) => /"level":(50|60)|fault/.test(line));
  expect(faults.slice(0, 3)).toEqual([]);
});
