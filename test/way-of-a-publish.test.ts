import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPublisher, audit, exchange, exchanged, packument, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { startTestStage, type TestStage } from './support/gate.ts';

let stage: TestStage;
beforeAll(async () => {
  stage = await startTestStage();
});
afterAll(() => stage.close());

it('a run of the trusted repository publishes; its bytes are in the registry and its decision in the audit', async () => {
  const { gate, bitbucket, audience } = stage;
  const publisher = await addPublisher(gate, '@acme/way', bitbucket);
  const token = await exchanged(gate, '@acme/way', await bitbucket.mint({ audience }));
  const document = await publishDocument('@acme/way', '1.0.0');

  const answer = await put(gate, '@acme/way', token, document.text);

  expect(answer).toMatchObject({ status: 201, json: { ok: true, success: true } });
  expect((await packument(gate, '@acme/way'))?.versions['1.0.0']?.dist.integrity).toBe(document.integrity);
  const entries = await audit(gate, 'package=@acme%2Fway');
  expect(entries.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
    'publish accepted',
    'publish started',
    'exchange accepted',
    'trust added',
  ]);
  expect(entries[0]).toMatchObject({ version: '1.0.0', integrity: document.integrity, publisher });
});

it('a run of another repository gets no token, and learns only that its repository is not the one', async () => {
  const { gate, bitbucket, audience } = stage;
  await addPublisher(gate, '@acme/other', bitbucket);
  const answer = await exchange(
    gate,
    '@acme/other',
    await bitbucket.mint({ audience, claims: { repositoryUuid: '{11111111-2222-4333-8444-555555555555}' } }),
  );

  expect(answer.status).toBe(403);
  expect(answer.json).toMatchObject({
    code: 'no-match',
    decision: { outcome: 'refused', candidates: [{ rules: [{ claim: 'repositoryUuid', holds: false }] }] },
  });
});

it('E3: every answer has an id of its own, also one that the registry did not have to make again', async () => {
  const { gate, bitbucket, audience } = stage;
  await addPublisher(gate, '@acme/asked-twice', bitbucket);
  const token = await exchanged(gate, '@acme/asked-twice', await bitbucket.mint({ audience }));
  await put(gate, '@acme/asked-twice', token, (await publishDocument('@acme/asked-twice', '1.0.0')).text);
  const ids = [];
  for (const _ of [1, 2, 3]) ids.push((await request(`${gate.url}/@acme%2fasked-twice`)).headers.get('x-request-id'));
  expect(new Set(ids).size).toBe(3);
  expect(ids).not.toContain(null);
});
