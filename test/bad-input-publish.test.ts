import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, addPublisher, audit, exchanged, packument, put } from './support/api.ts';
import { type PublishDocument, publishDocument } from './support/documents.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { head, open, sendRaw } from './support/raw-http.ts';
import { codeOf, expectRefusal } from './support/refusals.ts';

/** Publishes that no client sends, into the embedded registry. The document's and tarball's own rules are in packages/gate/test/guard. */
const NAME = 'hello';
const MiB = 1024 * 1024;
let stage: TestStage;
let token: string;
let good: PublishDocument;
beforeAll(async () => {
  stage = await startTestStage({ configuration: { publish: { maxBytes: '40MiB' } } });
  await addPublisher(stage.gate, NAME, stage.bitbucket);
  token = await exchanged(stage.gate, NAME, await stage.bitbucket.mint({ audience: stage.audience }));
  good = await publishDocument(NAME, '1.0.0');
});
afterAll(() => stage.close());

/** P2, P8: whatever was refused left nothing upstream and nothing on disk, and the grant as it was. */
afterEach(async () => {
  await expect.poll(() => readdir(join(stage.gate.folder, 'data', 'spool')), { timeout: 20_000 }).toEqual([]);
});

const publish = (document: string | Buffer): Promise<Answer> =>
  put(stage.gate, NAME, token, typeof document === 'string' ? document : new Uint8Array(document));

/** A publish over a socket: these header lines beside the bearer, these bytes. */
const raw = (lines: readonly string[], parts: readonly (string | Buffer)[], options = {}) =>
  sendRaw(
    stage.gate.url,
    [head(`PUT /${NAME}`, `authorization: Bearer ${token}`, 'content-type: application/json', ...lines), ...parts],
    options,
  );

/** The good document with the tarball's data replaced. */
const withTarball = (tarball: Buffer): string =>
  JSON.stringify({
    ...good.object,
    versions: { '1.0.0': { name: NAME, version: '1.0.0' } },
    _attachments: {
      [`${NAME}-1.0.0.tgz`]: {
        content_type: 'application/octet-stream',
        data: tarball.toString('base64'),
        length: tarball.length,
      },
    },
  });

describe('sizes', () => {
  it('P2: a document larger than publish.maxBytes: 413, which says what to do', async () => {
    const large = await publish(
      `{"_attachments":{"${NAME}-1.0.0.tgz":{"length":1}},"x":"${'a'.repeat(12 * MiB)}"${' '.repeat(30 * MiB)}}`,
    );
    expectRefusal(large, 413, 'document-too-large');
  });

  it('P2: more than 16 MiB beside the tarball: 413', async () => {
    const answer = await publish(JSON.stringify({ ...good.object, readme: 'a'.repeat(17 * MiB) }));
    expectRefusal(answer, 413, 'document-too-large');
  });

  it('a body of spaces has no end: 413', async () => {
    const answer = await publish(Buffer.alloc(41 * MiB, ' '));
    expect(answer.status).toBe(413);
    expectRefusal(answer, 413, codeOf(answer));
  });

  it('P2: millions of entries: refused before they are kept', async () => {
    for (const text of [
      `{"a":[${'0,'.repeat(3_000_000)}0]}`,
      `{${Array.from({ length: 1_200_000 }, (_, n) => `"${n}":0`).join()}}`,
    ]) {
      expectRefusal(await publish(text), 400, 'document-malformed');
    }
  });

  it('nested a million deep: 400', async () => {
    expectRefusal(await publish('['.repeat(1_000_000)), 400, 'document-malformed');
    expectRefusal(await publish('{"a":'.repeat(1_000_000)), 400, 'document-malformed');
  });

  it('P3: a quarter of a MiB that unpacks to 256 MiB of empty blocks: refused, and not read to its end', async () => {
    // The limit on unpacked bytes is held in packages/gate/test/guard; this is what it costs to reach it with empty blocks.
    expectRefusal(await publish(withTarball(gzipSync(Buffer.alloc(256 * MiB)))), 400, 'tarball-malformed');
  });
});

describe('framing', () => {
  it('a compressed document is not read: 400', async () => {
    const body = gzipSync(good.text);
    const [answer] = await raw([`content-length: ${body.length}`, 'content-encoding: gzip'], [body]);
    expectRefusal(answer, 400, 'document-malformed');
  });

  it('a body that is shorter than its length, the connection closed: nothing was published', async () => {
    const answers = await raw([`content-length: ${good.text.length + 10}`], [good.text], { end: true });
    expect(answers.map(({ status }) => status)).not.toContain(201);
  });

  it('a body that is longer than its length: the rest is no part of it, and no second request', async () => {
    const half = Math.floor(good.text.length / 2);
    const answers = await raw([`content-length: ${half}`], [good.text], { answers: 2 });
    expect(answers.length).toBeGreaterThan(0);
    for (const answer of answers) expectRefusal(answer, 400, codeOf(answer));
  });

  it('the rest of a refused body is read and thrown away: the connection goes on, and clients that send it all first see why', async () => {
    const body = `}${' '.repeat(20 * MiB)}`;
    const next = head('GET /-/sallyport/v1/health/live');
    const answers = await raw([`content-length: ${body.length}`], [body, next], { answers: 2 });
    expectRefusal(answers[0], 400, 'document-malformed');
    expect(answers[1]?.status).toBe(200);
  });

  it('half a document and then a reset: nothing is left behind', async () => {
    const socket = await open(stage.gate.url);
    const large = withTarball(Buffer.alloc(8 * MiB, 7));
    socket.write(
      head(
        `PUT /${NAME}`,
        `authorization: Bearer ${token}`,
        'content-type: application/json',
        `content-length: ${large.length}`,
      ),
    );
    await new Promise((written) => socket.write(large.slice(0, large.length / 2), written));
    socket.resetAndDestroy();
  });

  it('a chunk whose size is a lie: 400', async () => {
    const [answer] = await raw(['transfer-encoding: chunked'], [`ff\r\n${good.text}`]);
    expectRefusal(answer, 400, 'request-malformed');
  });

  it('no body at all, or an empty one: 400', async () => {
    for (const lines of [[], ['content-length: 0']]) {
      const [answer] = await raw(lines, []);
      expectRefusal(answer, 400, 'document-malformed');
    }
  });

  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/octet-stream'])(
    'what the type %s says does not matter: the document counts',
    async (type) => {
      const [answer] = await sendRaw(stage.gate.url, [
        head(`PUT /${NAME}`, `authorization: Bearer ${token}`, `content-type: ${type}`, 'content-length: 2'),
        '{}',
      ]);
      expectRefusal(answer, 403, 'document-without-tarball');
    },
  );

  it('two Content-Types: 400', async () => {
    const [answer] = await raw(['content-type: text/plain', 'content-length: 2'], ['{}']);
    expectRefusal(answer, 400, 'request-malformed');
  });
});

describe('documents', () => {
  it.each<readonly [string, string, number, string]>([
    ['no JSON', 'hello', 400, 'document-malformed'],
    ['null', 'null', 400, 'document-malformed'],
    ['a list', '[]', 400, 'document-malformed'],
    ['a text', '"hello"', 400, 'document-malformed'],
    ['two documents', '{}{}', 400, 'document-malformed'],
    ['a key twice', '{"name":"hello","name":"other"}', 400, 'document-malformed'],
    ['a key twice, once escaped', '{"name":"hello","\\u006eame":"other"}', 400, 'document-malformed'],
    ['nothing in it', '{}', 403, 'document-without-tarball'],
    ['__proto__', '{"__proto__":{"name":"hello"}}', 400, 'document-malformed'],
    ['attachments that are a list', '{"_attachments":[1]}', 403, 'document-other-package'],
    ['bytes of no UTF-8', '\ud800', 400, 'document-malformed'],
  ])('%s', async (_what, text, status, code) => {
    expectRefusal(await publish(text), status, code);
  });

  it('every field of the good document replaced by nonsense: refused or published as a whole, never a fault', async () => {
    const nonsense: readonly unknown[] = [
      null,
      7,
      '',
      [],
      {},
      'a'.repeat(70_000),
      { constructor: 1 },
      [[[]]],
      '../../etc',
      '\0',
    ];
    const answers: number[] = [];
    for (const field of ['_id', 'name', 'dist-tags', 'versions', '_attachments']) {
      for (const value of nonsense) {
        const answer = await publish(JSON.stringify({ ...good.object, [field]: value }));
        expectRefusal(answer, answer.status, codeOf(answer));
        answers.push(answer.status);
      }
    }
    for (const status of answers) expect([400, 403]).toContain(status);
  });
});

describe('who sends it', () => {
  it.each([
    ['a publish token of another registry', `Bearer spt_${'a'.repeat(49)}`, 'publish-token-malformed'],
    ['half of one', 'Bearer spt_', 'publish-token-malformed'],
    ['one of 10,000 characters', `Bearer spt_${'a'.repeat(10_000)}`, 'publish-token-malformed'],
    ['one with a NUL escaped', 'Bearer spt_%00', 'publish-token-malformed'],
  ])('P1: %s', async (_what, authorization, code) => {
    const [answer] = await sendRaw(stage.gate.url, [
      head(`PUT /${NAME}`, `authorization: ${authorization}`, `content-length: ${good.text.length}`),
      good.text,
    ]);
    expectRefusal(answer, 403, code);
  });

  it('W1: nobody: 403, also when the body is large', async () => {
    const answer = await put(stage.gate, NAME, undefined, 'a'.repeat(5 * MiB));
    expectRefusal(answer, 403, 'write-without-authorization');
  });

  it('the administrator: 403', async () => {
    const answer = await put(stage.gate, NAME, stage.gate.administratorToken, good.text);
    expectRefusal(answer, 403, 'credential-not-forwarded');
  });
});

it('P2: after all of this nothing is in the registry, and the same token still publishes', async () => {
  expect(await packument(stage.gate, NAME)).toBeUndefined();
  const fresh = await exchanged(stage.gate, NAME, await stage.bitbucket.mint({ audience: stage.audience }));
  // The token that had everything refused, not the fresh one: refusals spend nothing.
  expect(fresh).not.toBe(token);
  expect(await publish(good.text)).toMatchObject({ status: 201 });
  expect((await packument(stage.gate, NAME))?.versions['1.0.0']?.dist.integrity).toBe(good.integrity);
  expect((await audit(stage.gate, `package=${NAME}&kind=publish&outcome=accepted`)).length).toBe(1);
});

it('after all of this the gate has logged no fault', () => {
  expect(
    stage.gate
      .log()
      .split('\n')
      .filter((line) => /"level":(50|60)|fault/.test(line))
      .slice(0, 3),
  ).toEqual([]);
});
