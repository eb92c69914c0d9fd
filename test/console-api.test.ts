import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPublisher, exchange, exchanged, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { mintRun } from './support/recorded-stage.ts';
import { account } from './support/verdaccio.ts';

let stage: TestStage;
let tokens: Record<'administrator' | 'alice' | 'mallory', string>;
beforeAll(async () => {
  stage = await startTestStage({
    configuration: { embedded: { registration: true }, owners: { '@acme/*': ['alice'] } },
  });
  tokens = {
    administrator: stage.gate.administratorToken,
    alice: await account(stage.gate.url, 'alice', 'correct horse battery'),
    mallory: await account(stage.gate.url, 'mallory', 'correct horse battery'),
  };
});
afterAll(() => stage.close());

type Who = keyof typeof tokens;
const headersOf = (who: Who) => ({ authorization: `Bearer ${tokens[who]}` });
const get = (who: Who, path: string) =>
  request(`${stage.gate.url}/-/sallyport/v1/${path}`, { headers: headersOf(who) });

/** A page that listens: what it heard so far, until it is closed or the gate closes it. */
async function listen(who: Who, headers: Record<string, string> = {}) {
  const cut = new AbortController();
  const response = await fetch(`${stage.gate.url}/-/sallyport/v1/events`, {
    headers: { ...headersOf(who), ...headers },
    signal: cut.signal,
  });
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let heard = '';
  return {
    /** Resolves with everything heard as soon as this is among it, or at the end. */
    async until(what: RegExp): Promise<string> {
      for (;;) {
        if (what.test(heard)) return heard;
        const next = await reader?.read();
        if (next === undefined || next.done) return heard;
        heard += decoder.decode(next.value as Uint8Array);
      }
    },
    close: () => cut.abort(),
  };
}

it('a fresh gate: everybody who is known finds empty pages, and administrators what runs here', async () => {
  for (const who of ['administrator', 'alice', 'mallory'] as const) {
    expect((await get(who, 'packages')).json).toEqual({ packages: [] });
    expect((await get(who, 'overview')).json).toMatchObject({ packages: 0, decisions: [], weak: [] });
  }
  const { json, text } = await get('administrator', 'system');
  expect(json).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    node: expect.stringMatching(/^v\d+/),
    url: stage.gate.url,
    audience: stage.audience,
    store: 'embedded',
    migrations: expect.arrayContaining(['0001-first', '0002-people']),
    upstream: { kind: 'embedded' },
    configuration: {
      administrators: { tokens: [{ from: 'environment variable SALLYPORT_ADMIN_TOKEN' }] },
      owners: { '@acme/*': ['alice'] },
    },
    checks: expect.arrayContaining([expect.objectContaining({ name: 'store', status: 'ok' })]),
  });
  expect(text).not.toContain(tokens.administrator);
  expect((await get('alice', 'system')).status).toBe(403);
});

it('a publish appears on the pages of its owner while it happens, and on nobody else’s', async () => {
  const [alice, mallory] = [await listen('alice'), await listen('mallory')];
  const id = await addPublisher(stage.gate, '@acme/live', stage.bitbucket);
  const token = await exchanged(stage.gate, '@acme/live', await mintRun(stage));
  const document = await publishDocument('@acme/live', '1.0.0');
  expect((await put(stage.gate, '@acme/live', token, document.text)).status).toBe(201);
  const heard = await alice.until(/"kind":"publish","outcome":"accepted"/);
  expect(heard).toMatch(
    /"kind":"trust","outcome":"added"[^]*"kind":"exchange","outcome":"accepted"[^]*"kind":"publish","outcome":"started"/,
  );
  alice.close();

  const lastId = (await get('alice', 'audit?limit=1')).json as { id: number }[];
  const back = await listen('alice', { 'last-event-id': String((lastId[0]?.id ?? 0) - 1) });
  expect((await back.until(/event: entry\n/)).match(/"outcome":"\w+"/g)).toEqual(['"outcome":"accepted"']);
  back.close();

  expect((await get('alice', 'packages/@acme%2flive')).json).toMatchObject({
    exists: true,
    publishers: [{ publisher: { id }, pins: { iss: stage.bitbucket.url }, firstUse: { kind: 'exchange' } }],
    releases: [{ version: '1.0.0', publisher: id }],
    staticPublishes: { count: 0 },
  });
  expect((await get('alice', 'packages')).json).toMatchObject({
    packages: [{ name: '@acme/live', publishers: 1, lastPublish: { version: '1.0.0' } }],
  });
  mallory.close();
  expect(await mallory.until(/event: entry/).catch(() => 'closed')).toBe('closed');
  expect((await get('mallory', 'packages')).json).toEqual({ packages: [] });
  expect((await get('mallory', 'packages/@acme%2flive')).status).toBe(403);
});

it('a formula in the branch of a refused run is harmless in the export, and the entry says why it was refused', async () => {
  const branchName = '=cmd|"/c calc"!A1';
  await addPublisher(stage.gate, '@acme/branch', stage.bitbucket, {
    claims: {
      workspaceUuid: stage.bitbucket.provider.token.example['workspaceUuid'],
      repositoryUuid: stage.bitbucket.provider.token.example['repositoryUuid'],
      branchName: 'main',
    },
  });
  const refused = await exchange(stage.gate, '@acme/branch', await mintRun(stage, { branchName }));
  expect(refused.status).toBe(403);
  const { text, headers } = await get('alice', 'audit/export?format=csv&package=%40acme%2Fbranch&outcome=refused');
  expect(headers.get('content-type')).toContain('text/csv');
  expect(text).toContain('no-match');
  expect(text).toContain('cmd|');
  for (const line of text.split('\n'))
    for (const cell of line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)) expect(cell).not.toMatch(/^"?[=+\-@\t\r]/);
  const lines = (await get('alice', 'audit/export?format=jsonl&package=%40acme%2Fbranch&outcome=refused')).text;
  expect(JSON.parse(lines)).toMatchObject({ decision: { reason: 'no-match', identity: { claims: { branchName } } } });
});

it('eleven pages of one person: the eleventh is told so', async () => {
  const pages = [];
  for (let count = 0; count < 10; count++) pages.push(await listen('alice'));
  const answer = await get('alice', 'events');
  expect([answer.status, (answer.json as { code: string }).code]).toEqual([429, 'rate-limited']);
  expect(answer.headers.get('retry-after')).not.toBeNull();
  for (const page of pages) page.close();
});

it('INTERFACE SIGTERM: pages that listen are closed, and the gate ends with 0', async () => {
  const page = await listen('administrator');
  const stopped = stage.gate.stop();
  await page.until(/never/);
  expect(await stopped).toBe(0);
});
