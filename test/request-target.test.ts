import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, exchanged, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { type RawAnswer, sendRaw } from './support/raw.ts';
import { mintRun, type RecordedStage, startRecordedStage } from './support/recorded-stage.ts';

const NAME = '@acme/target';
let stage: RecordedStage;
beforeAll(async () => {
  stage = await startRecordedStage();
  await addPublisher(stage.gate, NAME, stage.bitbucket);
});
afterAll(() => stage.close());

const heard = () => stage.upstream.seen.map(({ method, path }) => `${method} ${path}`);
const HOST = 'host: gate.example';

function expectRefused(answer: RawAnswer, code: string, status = 400): void {
  expect(answer).toMatchObject({ status, json: { code } });
  const { message } = answer.json as { message: string };
  expect(answer.json).toMatchObject({ error: message, body: { message } });
  expect(answer.head).toMatch(/^npm-notice: .+$/m);
  expect(JSON.stringify(answer.json)).not.toMatch(/\.(?:ts|js):\d/);
}

describe('W2: two readers could disagree about these, so they go nowhere', () => {
  it.each([
    '/@acme/target/../other',
    '/../etc/passwd',
    '/%2e%2e/etc/passwd',
    '/@acme%2f%2e%2e%2fother',
    '/@acme/%2E%2E/x',
    '/./@acme/target',
    '/@acme%5ctarget',
    '/@acme\\target',
    '/@acme%2ftarget%00',
    '/@acme%252ftarget',
    '/%2525',
    '//@acme/target',
    '/@acme//target',
    '/-//package/@acme%2ftarget/trust',
    '/@acme%2ftarget%0d%0ax-evil:%201',
    '/@acme%2ftarget%7f',
    '/%ff',
    '/%',
    '/%zz',
    '/%c0%ae%c0%ae/x',
    '/%ed%a0%80',
    '/@acme%2ftarget#/../x',
    'http://elsewhere.example/@acme%2ftarget',
    'HTTP://gate.example/-/package/@acme%2ftarget/trust',
  ])('%s', async (target) => {
    for (const method of ['GET', 'PUT', 'DELETE'])
      expectRefused(
        await sendRaw(stage.gate.url, [`${method} ${target} HTTP/1.1`, HOST, 'content-length: 0']),
        'path-refused',
      );
    expect(heard()).toEqual([]);
  });

  it.each([
    ['two Host', ['GET /-/ping HTTP/1.1', HOST, 'host: other.example']],
    ['two Authorization', ['GET /-/ping HTTP/1.1', HOST, 'authorization: Bearer a', 'Authorization: Bearer b']],
    ['two Content-Type', ['GET /-/ping HTTP/1.1', HOST, 'content-type: a/b', 'content-type: c/d']],
    ['no Host', ['GET /-/ping HTTP/1.1']],
    ['TE and CL', ['PUT /@acme%2ftarget HTTP/1.1', HOST, 'content-length: 5', 'transfer-encoding: chunked']],
    ['two Content-Length', ['PUT /@acme%2ftarget HTTP/1.1', HOST, 'content-length: 5', 'content-length: 6']],
    ['TE that is not chunked', ['PUT /@acme%2ftarget HTTP/1.1', HOST, 'transfer-encoding: chunked, identity']],
    ['a negative length', ['PUT /@acme%2ftarget HTTP/1.1', HOST, 'content-length: -1']],
    ['a folded header', ['GET /-/ping HTTP/1.1', HOST, 'x-a: b', ' c']],
    ['a space before the colon', ['GET /-/ping HTTP/1.1', HOST, 'authorization : Bearer a']],
    ['a NUL in a header', ['GET /-/ping HTTP/1.1', HOST, 'x-a: \0']],
    ['no HTTP at all', ['EHLO gate.example']],
    ['a method that is none', ['G@T /-/ping HTTP/1.1', HOST]],
  ])('%s', async (_what, lines) => {
    expectRefused(await sendRaw(stage.gate.url, lines, '0\r\n\r\n'), 'request-malformed');
    expect(heard()).toEqual([]);
  });

  it('headers beyond the limit are 431, with our error', async () => {
    const answer = await sendRaw(stage.gate.url, ['GET /-/ping HTTP/1.1', HOST, `x-a: ${'a'.repeat(40_000)}`]);
    expectRefused(answer, 'request-malformed', 431);
  });

  it('methods that no client of a registry uses are answered here', async () => {
    for (const method of ['TRACE', 'PROPFIND', 'LOCK', 'QUERY', 'SEARCH', 'M-SEARCH']) {
      const answer = await sendRaw(stage.gate.url, [`${method} /@acme%2ftarget HTTP/1.1`, HOST]);
      expect([400, 403, 404], `${method} ${answer.head}`).toContain(answer.status);
      expect(answer.json).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    }
    expect(heard()).toEqual([]);
  });

  it.each([
    ['a name of 215 characters', `/${'a'.repeat(215)}`],
    ['a scoped name of 215 characters', `/@acme%2f${'a'.repeat(209)}`],
    ['a name in Cyrillic', '/%D0%B0cme'],
    ['a leading dot', '/.npmrc'],
    ['a leading underscore', '/_config'],
    ['white space', '/a%20b'],
    ['a scope alone', '/@acme'],
    ['a scope and nothing', '/@acme%2f'],
    ['node_modules', '/node_modules'],
    ['__proto__', '/__proto__'],
    ['under a name that is none', '/.npmrc/-rev/1'],
  ])('%s is no package', async (_what, target) => {
    for (const method of ['GET', 'PUT']) {
      expectRefused(
        await sendRaw(stage.gate.url, [
          `${method} ${target} HTTP/1.1`,
          HOST,
          'authorization: Basic YTpi',
          'content-length: 0',
        ]),
        'package-name-invalid',
      );
    }
    const token = await stage.bitbucket.mint({ audience: stage.audience });
    for (const path of ['/-/npm/v1/oidc/token/exchange/package', '/-/package']) {
      const answer = await sendRaw(stage.gate.url, [
        `POST ${path}${target}${path === '/-/package' ? '/trust' : ''} HTTP/1.1`,
        HOST,
        `authorization: Bearer ${path === '/-/package' ? stage.gate.administratorToken : token}`,
        'content-length: 0',
      ]);
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(answer.status, path).toBeLessThan(500);
    }
    expect(heard()).toEqual([]);
  });
});

describe('W2: one path, however it is spelled', () => {
  it.each(['/@acme%2ftarget', '/@acme%2Ftarget', '/@acme/target', '/%40acme%2ftarget', '/%40acme/%74arget'])(
    'exchange, publish and reading at %s',
    async (spelled) => {
      const idToken = await mintRun(stage);
      const answer = await request(`${stage.gate.url}/-/npm/v1/oidc/token/exchange/package${spelled}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${idToken}`, 'content-type': 'text/plain' },
      });
      expect(answer.status).toBe(201);
      const { token } = answer.json as { token: string };
      const before = stage.upstream.seen.length;
      const version = `1.0.${spelled.length}-${spelled.replace(/[^a-zA-Z0-9]/g, '')}`;
      const { text } = await publishDocument(NAME, version);
      const published = await request(stage.gate.url + spelled, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}` },
        body: text,
      });
      expect(published.status).toBe(201);
      expect((await request(stage.gate.url + spelled)).json).toMatchObject({ versions: { [version]: {} } });
      const paths = new Set(stage.upstream.seen.slice(before).map(({ path }) => path));
      expect([...paths]).toEqual(['/@acme%2ftarget']);
    },
  );

  it.each(['/@acme%2ftarget', '/@acme%2Ftarget', '/@acme/target'])('trust at %s', async (spelled) => {
    const answer = await request(`${stage.gate.url}/-/package${spelled}/trust`, {
      headers: { authorization: `Bearer ${stage.gate.administratorToken}` },
    });
    expect(answer.json).toMatchObject([{ type: 'bitbucket' }]);
  });

  it('an endpoint of ours in another spelling is still ours, and never the registry behind', async () => {
    const before = stage.upstream.seen.length;
    for (const path of [
      '/%2d/sallyport/v1/health/live',
      '/-%2fsallyport/v1/health/live',
      '/-/sally%70ort/v1/health/live',
    ]) {
      expect((await request(stage.gate.url + path)).json).toMatchObject({ status: 'ok' });
    }
    // The console's own pages: each is its index.html.
    for (const path of ['/-/sallyport/', '/-/sallyport/v2/anything', '/-/sally%70ort/packages/@acme%2ftarget']) {
      const answer = await request(stage.gate.url + path, { headers: { authorization: 'Basic YTpi' } });
      expect(answer.status, path).toBe(200);
      expect(answer.text, path).toContain('<title>Sallyport</title>');
    }
    for (const path of [
      '/-/sallyport/v1/audit/more',
      '/-/sallyport/v1/nothing',
      '/-%2fstage',
      '/-/stage/x',
      '/-/npm/v1/oidc/token/exchange/package/@acme%2ftarget',
      '/-/package/@acme%2ftarget/trust/id/more',
    ]) {
      const answer = await request(stage.gate.url + path, { headers: { authorization: 'Basic YTpi' } });
      expect([400, 404], path).toContain(answer.status);
      expect(answer.json, path).toMatchObject({ code: expect.any(String), requestId: expect.any(String) });
    }
    expect(stage.upstream.seen.slice(before)).toEqual([]);
  });

  it('an exchanged token is of the decoded package', async () => {
    const idToken = await mintRun(stage);
    const first = await exchanged(stage.gate, NAME, idToken);
    const again = await request(`${stage.gate.url}/-/npm/v1/oidc/token/exchange/package/%40acme/target`, {
      method: 'POST',
      headers: { authorization: `Bearer ${idToken}` },
    });
    expect(again.status).toBe(201);
    const { text } = await publishDocument(NAME, '2.0.0');
    const answer = await request(`${stage.gate.url}/@acme/target`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${first}` },
      body: text,
    });
    expect(answer.json).toMatchObject({ code: 'publish-token-unknown' });
  });
});
