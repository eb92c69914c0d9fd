import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPublisher, audit, exchange, exchanged, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { mintRun } from './support/recorded-stage.ts';
import { expectRefusal } from './support/refusal.ts';

let stage: TestStage;
beforeAll(async () => {
  stage = await startTestStage({ configuration: { publish: { tokenLifetime: '10m' } } });
});
afterAll(() => stage.close());

const trust = (name: string, method = 'GET', body?: unknown, id = '') =>
  request(`${stage.gate.url}/-/package/${name.replace('/', '%2f')}/trust${id && `/${id}`}`, {
    method,
    headers: { authorization: `Bearer ${stage.gate.administratorToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
/** Seconds that a new token lives. */
async function lifetime(name: string): Promise<number> {
  const { status, json } = await exchange(stage.gate, name, await mintRun(stage));
  expect(status).toBe(201);
  const { created, expires } = json as { created: string; expires: string };
  return (Date.parse(expires) - Date.parse(created)) / 1000;
}

it("G4: a publisher's own lifetime shortens its tokens' and never lengthens it; an edit takes it away", async () => {
  const id = await addPublisher(stage.gate, '@acme/short', stage.bitbucket);
  expect(await lifetime('@acme/short')).toBe(600);
  expect((await trust('@acme/short', 'PATCH', { tokenLifetime: 120 }, id)).json).toMatchObject({ tokenLifetime: 120 });
  expect(await lifetime('@acme/short')).toBe(120);
  await trust('@acme/short', 'PATCH', { tokenLifetime: 86_400 }, id);
  expect(await lifetime('@acme/short')).toBe(600);
  expect((await trust('@acme/short')).json).toMatchObject([{ id, tokenLifetime: 86_400 }]);
  const { json } = await trust('@acme/short', 'PATCH', { tokenLifetime: null }, id);
  expect(json).not.toHaveProperty('tokenLifetime');
  const [taken, , first] = await audit(stage.gate, 'package=@acme%2Fshort&kind=trust');
  expect(taken).toMatchObject({ change: { before: { tokenLifetime: 86_400 } } });
  expect(first).toMatchObject({ change: { after: { tokenLifetime: 120 } } });
  expectRefusal(await trust('@acme/short', 'PATCH', { tokenLifetime: 30 }, id), 400, 'publisher-invalid');
});

it('G3: changing it ends the tokens that were minted before, as every edit does', async () => {
  const id = await addPublisher(stage.gate, '@acme/edited', stage.bitbucket);
  const token = await exchanged(stage.gate, '@acme/edited', await mintRun(stage));
  await trust('@acme/edited', 'PATCH', { tokenLifetime: 300 }, id);
  const { text } = await publishDocument('@acme/edited', '1.0.0');
  expectRefusal(await put(stage.gate, '@acme/edited', token, text), 403, 'publish-token-ended');
});

it('409: a publisher that differs in nothing but the lifetime is the same one; it is edited, not added', async () => {
  await addPublisher(stage.gate, '@acme/same', stage.bitbucket);
  const [{ id: _, ...publisher } = { id: '' }] = (await trust('@acme/same')).json as { id: string }[];
  expectRefusal(await trust('@acme/same', 'POST', [{ ...publisher, tokenLifetime: 60 }]), 409, 'publisher-exists');
});
