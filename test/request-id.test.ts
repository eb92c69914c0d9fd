import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, addPublisher, audit, exchange, exchanged, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { startTestGate } from './support/gate.ts';
import { mintRun, type RecordedStage, startRecordedStage } from './support/recorded-stage.ts';

let stage: RecordedStage;
/** Behind a proxy that it trusts. */
let proxied: RecordedStage;
beforeAll(async () => {
  [stage, proxied] = await Promise.all([
    startRecordedStage(),
    startRecordedStage({ configuration: { trustProxy: ['127.0.0.0/8'] } }),
  ]);
  await addPublisher(stage.gate, '@acme/hello', stage.bitbucket);
});
afterAll(() => Promise.all([stage.close(), proxied.close()]));

interface Line {
  readonly requestId?: string;
  readonly msg: string;
  readonly status?: number;
}
/** What the log says of one request. The line of its end is written after its answer. */
async function lines(id: string): Promise<readonly Line[]> {
  const found = () =>
    stage.gate
      .log()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line)
      .filter(({ requestId }) => requestId === id);
  await expect.poll(() => found().some(({ msg }) => msg === 'request')).toBe(true);
  return found();
}
/** One id in header and, where the answer is our refusal, body. */
function idOf({ headers, json }: Answer): string {
  const id = headers.get('x-request-id') ?? '';
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  const said = (json as { requestId?: string } | undefined)?.requestId;
  if (said !== undefined) expect(said).toBe(id);
  return id;
}
const entriesOf = async (name: string, id: string) =>
  (await audit(stage.gate, `package=${encodeURIComponent(name)}`)).filter(({ requestId }) => requestId === id);

describe('E3: one id from the answer to the log to the audit', () => {
  it('of a refused exchange', async () => {
    const other = await stage.bitbucket.mint({
      audience: stage.audience,
      claims: { repositoryUuid: '{11111111-2222-4333-8444-555555555555}' },
    });
    const id = idOf(await exchange(stage.gate, '@acme/hello', other));
    expect(await lines(id)).toMatchObject([{ msg: 'request', status: 403 }]);
    expect(await entriesOf('@acme/hello', id)).toMatchObject([{ kind: 'exchange', outcome: 'refused' }]);
  });

  it('of an id_token that does not verify: what a stranger must not see stands in the log alone', async () => {
    const forged = await stage.bitbucket.mint({ audience: stage.audience, key: stage.github.signingKey() });
    const id = idOf(await exchange(stage.gate, '@acme/hello', forged));
    expect((await lines(id)).map(({ msg }) => msg)).toEqual(['id_token refused', 'request']);
    expect(await entriesOf('@acme/hello', id)).toEqual([]);
  });

  it('of a refused publish', async () => {
    const token = await exchanged(stage.gate, '@acme/hello', await mintRun(stage));
    const { text } = await publishDocument('@acme/hello', '1.0.0');
    const id = idOf(await put(stage.gate, '@acme/hello', token, text.replaceAll('1.0.0', '1.0.1')));
    expect(await lines(id)).toMatchObject([{ msg: 'request' }]);
    expect(await entriesOf('@acme/hello', id)).toMatchObject([{ kind: 'publish', outcome: 'refused' }]);
  });

  it('of a publish that the registry behind did not answer: 503', async () => {
    const token = await exchanged(stage.gate, '@acme/hello', await mintRun(stage));
    const { text } = await publishDocument('@acme/hello', '1.0.2');
    stage.upstream.answerWith((_request, response) => response.destroy());
    try {
      const answer = await put(stage.gate, '@acme/hello', token, text);
      expect(answer.status).toBe(503);
      const id = idOf(answer);
      expect(await lines(id)).toContainEqual(expect.objectContaining({ msg: 'request', status: 503 }));
      const entries = await entriesOf('@acme/hello', id);
      expect(entries.map(({ outcome }) => outcome)).toContain('started');
    } finally {
      stage.upstream.answerWith(undefined);
    }
  });

  it('of what passes through, read, written or unanswered: the gate names it, whatever the registry behind calls it', async () => {
    stage.upstream.answerWith((_request, response) =>
      response.writeHead(200, { 'x-request-id': 'upstreams-own' }).end('{}'),
    );
    const asked = (method: string, path: string) =>
      request(stage.gate.url + path, { method, headers: { authorization: 'Bearer npm_persons' } });
    try {
      for (const path of ['/-/ping', '/@acme%2fhello'])
        expect(await lines(idOf(await asked('GET', path)))).toHaveLength(1);
      const { text } = await publishDocument('@acme/passed', '1.0.0');
      const id = idOf(await put(stage.gate, '@acme/passed', 'npm_persons', text));
      expect(await entriesOf('@acme/passed', id)).toMatchObject([{ kind: 'publish', outcome: 'passed' }]);
      stage.upstream.answerWith((_request, response) => response.destroy());
      const cut = await asked('GET', '/-/ping');
      expect(cut.status).toBe(503);
      expect(await lines(idOf(cut))).toContainEqual(expect.objectContaining({ status: 503 }));
    } finally {
      stage.upstream.answerWith(undefined);
    }
    expect(stage.upstream.seen.filter(({ headers }) => 'x-request-id' in headers)).toEqual([]);
  });

  it('of what the embedded registry answers', async () => {
    const gate = await startTestGate();
    try {
      for (const path of ['/-/ping', '/none'])
        expect((await request(gate.url + path)).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    } finally {
      await gate.stop();
    }
  });
});

const called = async (one: RecordedStage, id: string) =>
  (await request(`${one.gate.url}/-/sallyport/v1/health/live`, { headers: { 'x-request-id': id } })).headers.get(
    'x-request-id',
  );

describe('who names a request', () => {
  it('a trusted proxy', async () => {
    expect(await called(proxied, 'edge-0123456789')).toBe('edge-0123456789');
  });

  it('nobody else: they could take the name of another request', async () => {
    expect(await called(stage, 'edge-0123456789')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('A2: not by what is no name: too short, too long, other characters, a secret', async () => {
    const token = 'spt_0123456789012345678901234567890123456789012abcdef';
    const idToken = await proxied.bitbucket.mint({ audience: proxied.audience });
    for (const id of [
      'short',
      'x'.repeat(129),
      'white space',
      'a=b;c="d"',
      token,
      proxied.gate.administratorToken,
      idToken,
    ])
      expect(await called(proxied, id)).toMatch(/^[0-9a-f-]{36}$/);
    expect(proxied.gate.log()).not.toContain(token);
    expect(proxied.gate.log()).not.toContain(proxied.gate.administratorToken);
  });
});
