import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, audit, exchange, exchanged, packument, put, request } from './support/api.ts';
import { exchangeContest, repeatContest, versionContest } from './support/contest.ts';
import { publishDocument } from './support/documents.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { mintRun, type RecordedStage, startRecordedStage } from './support/recorded-stage.ts';
import { expectRefusal, messageOf } from './support/refusal.ts';

describe('one id_token and one package are one grant', () => {
  let stage: RecordedStage;
  beforeAll(async () => {
    stage = await startRecordedStage();
  });
  afterAll(() => stage.close());
  const check = (name: string, token: string) =>
    request(`${stage.gate.url}/-/sallyport/v1/check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ package: name, token }),
    });

  it('G1: exchanging again replaces the token; after a publish the grant is spent, and says by which version, in exchange and check', async () => {
    const name = '@acme/grant';
    await addPublisher(stage.gate, name, stage.bitbucket);
    const idToken = await mintRun(stage);
    const first = await exchanged(stage.gate, name, idToken);
    const second = await exchanged(stage.gate, name, idToken);
    const document = await publishDocument(name, '1.4.2');
    expectRefusal(await put(stage.gate, name, first, document.text), 403, 'publish-token-unknown');
    expect((await check(name, idToken)).json).toMatchObject({ outcome: 'accepted' });
    expect((await put(stage.gate, name, second, document.text)).status).toBe(201);

    const again = await exchange(stage.gate, name, idToken);
    expectRefusal(again, 403, 'grant-spent');
    expect(messageOf(again)).toContain('"1.4.2"');
    expect((await check(name, idToken)).json).toMatchObject({
      outcome: 'refused',
      reason: 'grant-spent',
      message: messageOf(again),
    });
    // A retry of the client whose answer was lost still succeeds with its token (P7).
    expect((await put(stage.gate, name, second, document.text)).status).toBe(201);
    expect(stage.upstream.puts(name)).toHaveLength(1);
  });

  it('G1: one id_token serves each package of a workspace once', async () => {
    const idToken = await mintRun(stage);
    for (const name of ['@acme/workspace-a', '@acme/workspace-b']) {
      await addPublisher(stage.gate, name, stage.bitbucket);
      const token = await exchanged(stage.gate, name, idToken);
      expect((await put(stage.gate, name, token, (await publishDocument(name, '1.0.0')).text)).status).toBe(201);
    }
  });

  it('G1: a jti is taken once a package, whatever token carries it; check does not use it up', async () => {
    const name = '@acme/jti';
    await addPublisher(stage.gate, name, stage.github);
    const mint = (run: string) =>
      stage.github.mint({ audience: stage.audience, claims: { jti: 'the-same', run_id: run } });
    const [first, second] = [await mint('1'), await mint('2')];
    await check(name, second);
    await exchanged(stage.gate, name, first);
    await exchanged(stage.gate, name, first);
    expectRefusal(await exchange(stage.gate, name, second), 403, 'token-replayed');
    await addPublisher(stage.gate, '@acme/jti-other', stage.github);
    expect((await exchange(stage.gate, '@acme/jti-other', second)).status).toBe(201);
  });

  it('G1: while a publish is under way another exchange waits: 409 with Retry-After, and 201 to nobody else', async () => {
    const name = '@acme/under-way';
    await addPublisher(stage.gate, name, stage.bitbucket);
    const idToken = await mintRun(stage);
    const token = await exchanged(stage.gate, name, idToken);
    const held = stage.upstream.holdNextPut();
    const publishing = put(stage.gate, name, token, (await publishDocument(name, '1.0.0')).text);
    await held.arrived;
    const again = await exchange(stage.gate, name, idToken);
    expectRefusal(again, 409, 'grant-in-use');
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = await put(stage.gate, name, token, (await publishDocument(name, '1.0.1')).text);
    expectRefusal(other, 409, 'grant-in-use');
    held.release();
    expect((await publishing).status).toBe(201);
    expectRefusal(await exchange(stage.gate, name, idToken), 403, 'grant-spent');
    expect(stage.upstream.versions(name)).toEqual(['1.0.0']);
  });

  it('G3: a publisher that is removed while its version is on the way upstream: that one is finished, nothing follows', async () => {
    const name = '@acme/removed-meanwhile';
    const id = await addPublisher(stage.gate, name, stage.bitbucket);
    const token = await exchanged(stage.gate, name, await mintRun(stage));
    const held = stage.upstream.holdNextPut();
    const publishing = put(stage.gate, name, token, (await publishDocument(name, '1.0.0')).text);
    await held.arrived;
    const removed = await request(`${stage.gate.url}/-/package/@acme%2fremoved-meanwhile/trust/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${stage.gate.administratorToken}` },
    });
    expect(removed.status).toBe(204);
    held.release();
    expect((await publishing).status).toBe(201);
    expectRefusal(
      await put(stage.gate, name, token, (await publishDocument(name, '1.0.1')).text),
      403,
      'publish-token-ended',
    );
    const entries = await audit(stage.gate, `package=${encodeURIComponent(name)}&kind=publish&outcome=accepted`);
    expect(entries).toMatchObject([{ version: '1.0.0' }]);
  });

  it('G2: 50 exchanges of one id_token at once leave one live token', async () => {
    await addPublisher(stage.gate, '@acme/fifty', stage.bitbucket);
    await exchangeContest([stage.gate], '@acme/fifty', await mintRun(stage));
    expect(stage.upstream.puts('@acme/fifty')).toHaveLength(1);
  });

  it('P6: 20 versions at once on one token: one is published', async () => {
    await addPublisher(stage.gate, '@acme/twenty', stage.bitbucket);
    const token = await exchanged(stage.gate, '@acme/twenty', await mintRun(stage));
    const version = await versionContest([stage.gate], '@acme/twenty', token);
    expect(stage.upstream.versions('@acme/twenty')).toEqual([version]);
    expect(stage.upstream.puts('@acme/twenty')).toHaveLength(1);
  });

  it('P7: the same publish 20 times at once: all succeed, one PUT goes to the registry', async () => {
    await addPublisher(stage.gate, '@acme/same', stage.bitbucket);
    const token = await exchanged(stage.gate, '@acme/same', await mintRun(stage));
    await repeatContest([stage.gate], '@acme/same', token);
    expect(stage.upstream.puts('@acme/same')).toHaveLength(1);
    const entries = await audit(stage.gate, 'package=@acme%2Fsame&kind=publish');
    expect(entries.map(({ outcome }) => outcome)).toEqual(['accepted', 'started']);
  });
});

describe('with the embedded registry', () => {
  let stage: TestStage;
  beforeAll(async () => {
    stage = await startTestStage({ configuration: { exchange: { rateLimit: { perAddress: 0, perRepository: 0 } } } });
  });
  afterAll(() => stage.close());

  it('G2, P6, P7: 50 exchanges, 20 versions and 20 repeats at once publish one version each', async () => {
    await addPublisher(stage.gate, '@acme/fifty', stage.bitbucket);
    await exchangeContest([stage.gate], '@acme/fifty', await mintRun(stage));
    const version = await versionContest(
      [stage.gate],
      '@acme/fifty',
      await exchanged(stage.gate, '@acme/fifty', await mintRun(stage)),
    );
    await repeatContest([stage.gate], '@acme/fifty', await exchanged(stage.gate, '@acme/fifty', await mintRun(stage)));
    const versions = Object.keys((await packument(stage.gate, '@acme/fifty'))?.versions ?? {});
    expect(versions.filter((one) => one.startsWith('1.'))).toHaveLength(1);
    expect(versions.filter((one) => one.startsWith('2.'))).toEqual([version]);
    expect(versions.filter((one) => one.startsWith('3.'))).toEqual(['3.0.0']);
  });
});
