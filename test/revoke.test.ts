import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, audit, exchange, exchanged, packument, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { mintRun, type RecordedStage, startRecordedStage } from './support/recorded-stage.ts';
import { expectRefusal } from './support/refusal.ts';

let stage: RecordedStage;
beforeAll(async () => {
  stage = await startRecordedStage();
});
afterAll(() => stage.close());

const revoke = (authorization?: string) =>
  request(`${stage.gate.url}/-/sallyport/v1/publish-token`, {
    method: 'DELETE',
    headers: authorization === undefined ? {} : { authorization },
  });
const documents = new Map<string, Promise<{ readonly text: string }>>();
/** Packed once: a repeat sends the same bytes. */
const publish = async (name: string, token: string) => {
  const document = documents.get(name) ?? publishDocument(name, '1.0.0');
  documents.set(name, document);
  return put(stage.gate, name, token, (await document).text);
};
const outcomes = async (name: string) =>
  (await audit(stage.gate, `package=${encodeURIComponent(name)}`)).map(({ kind, outcome }) => `${kind} ${outcome}`);

describe('DELETE /-/sallyport/v1/publish-token', () => {
  it('P1: a token that its holder gave back publishes and reads nothing; the same id_token gives another', async () => {
    await addPublisher(stage.gate, '@acme/given', stage.bitbucket);
    const run = await mintRun(stage);
    const token = await exchanged(stage.gate, '@acme/given', run);
    expect((await revoke(`Bearer ${token}`)).status).toBe(204);
    expectRefusal(await publish('@acme/given', token), 403, 'publish-token-unknown');
    const reads = { headers: { authorization: `Bearer ${token}` } };
    expectRefusal(await request(`${stage.gate.url}/-/whoami`, reads), 403, 'publish-token-unknown');
    expectRefusal(await request(`${stage.gate.url}/@acme%2fgiven`, reads), 403, 'publish-token-unknown');
    expectRefusal(await revoke(`Bearer ${token}`), 403, 'publish-token-unknown');
    expect(await outcomes('@acme/given')).toEqual(['exchange revoked', 'exchange accepted', 'trust added']);
    const again = await exchanged(stage.gate, '@acme/given', run);
    expect((await publish('@acme/given', again)).status).toBe(201);
  });

  it('P7: a token that has published is spent already: nothing to do, and a repeat of its bytes still succeeds', async () => {
    await addPublisher(stage.gate, '@acme/spent', stage.bitbucket);
    const token = await exchanged(stage.gate, '@acme/spent', await mintRun(stage));
    await publish('@acme/spent', token);
    expect((await revoke(`Bearer ${token}`)).status).toBe(204);
    expect((await publish('@acme/spent', token)).status).toBe(201);
    expect(await outcomes('@acme/spent')).not.toContain('exchange revoked');
  });

  it('P6: not while a publish with it is under way, nor while nobody knows how one ended', async () => {
    const { upstream } = stage;
    await addPublisher(stage.gate, '@acme/sending', stage.bitbucket);
    const token = await exchanged(stage.gate, '@acme/sending', await mintRun(stage));
    const held = upstream.holdNextPut();
    const publishing = publish('@acme/sending', token);
    await held.arrived;
    const refused = await revoke(`Bearer ${token}`);
    expectRefusal(refused, 409, 'grant-in-use');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    held.release();
    expect((await publishing).status).toBe(201);

    await addPublisher(stage.gate, '@acme/lost', stage.bitbucket);
    const lost = await exchanged(stage.gate, '@acme/lost', await mintRun(stage));
    upstream.answerWith((_request, response) => response.destroy());
    try {
      expect((await publish('@acme/lost', lost)).status).toBe(503);
      expectRefusal(await revoke(`Bearer ${lost}`), 409, 'grant-in-use');
    } finally {
      upstream.answerWith(undefined);
    }
    expect((await publish('@acme/lost', lost)).status).toBe(201);
    expect(await packument(stage.gate, '@acme/lost')).toMatchObject({ versions: { '1.0.0': {} } });
  });

  it('a token that ended with its publisher may be given back too, and stays ended', async () => {
    const id = await addPublisher(stage.gate, '@acme/ended', stage.bitbucket);
    const token = await exchanged(stage.gate, '@acme/ended', await mintRun(stage));
    await request(`${stage.gate.url}/-/package/@acme%2fended/trust/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${stage.gate.administratorToken}` },
    });
    expect((await revoke(`Bearer ${token}`)).status).toBe(204);
    expectRefusal(await publish('@acme/ended', token), 403, 'publish-token-unknown');
  });

  it('nothing but the token itself revokes it, and what was never issued is answered like any such token', async () => {
    await addPublisher(stage.gate, '@acme/kept', stage.bitbucket);
    const run = await mintRun(stage);
    const token = await exchanged(stage.gate, '@acme/kept', run);
    expectRefusal(await revoke(), 401, 'unauthorized');
    for (const other of [stage.gate.administratorToken, run, 'npm_token'])
      expectRefusal(await revoke(`Bearer ${other}`), 403, 'forbidden');
    const basic = Buffer.from(`user:${token}`).toString('base64');
    expectRefusal(await revoke(`Basic ${basic}`), 403, 'publish-token-malformed');
    expectRefusal(await revoke(`Bearer ${token.slice(0, -1)}`), 403, 'publish-token-malformed');
    const issuedElsewhere = 'spt_00000000000000000000000000000000000000000000WZn0x';
    const code = ((await revoke(`Bearer ${issuedElsewhere}`)).json as { code: string }).code;
    expect(['publish-token-unknown', 'publish-token-malformed']).toContain(code);
    expect((await exchange(stage.gate, '@acme/kept', run)).status).toBe(201);
    expect(await outcomes('@acme/kept')).not.toContain('exchange revoked');
    expect(stage.upstream.seen.some(({ path }) => path.includes('publish-token'))).toBe(false);
  });
});
