import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, addPublisher, audit, exchange, exchanged, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { mintRun, type RecordedStage, startRecordedStage } from './support/recorded-stage.ts';
import { expectRefusal, messageOf } from './support/refusal.ts';

let stage: RecordedStage;
beforeAll(async () => {
  stage = await startRecordedStage();
});
afterAll(() => stage.close());

const STRANGER = '{11111111-2222-4333-8444-555555555555}';
const WORKSPACE = '{6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90}';
const REPOSITORY = '{0e0f4d3c-91b7-4a68-8f25-7c6a1b2d3e4f}';
const ENVIRONMENT = '{99999999-6e7f-4d80-91a2-b3c4d5e6f708}';
const claims = { workspaceUuid: WORKSPACE, repositoryUuid: REPOSITORY, branchName: 'main' };

const check = (name: string, token: string) =>
  request(`${stage.gate.url}/-/sallyport/v1/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ package: name, token }),
  });

/** Everything of an answer that its reader sees, but for what differs by request: its id, and the package that it asked for. */
const seenOf = ({ status, headers, text }: Answer) => ({
  status,
  notice: headers.get('npm-notice'),
  text: text.replace(/"requestId":"[^"]+"/, '').replace(/package=[^&"]+/, ''),
});

describe('E2: a run of another repository learns nothing about what is configured', () => {
  it('an unknown package, one without a publisher, and one whose publisher was removed answer alike', async () => {
    const id = await addPublisher(stage.gate, '@acme/exists', stage.bitbucket, { claims });
    const token = await exchanged(stage.gate, '@acme/exists', await mintRun(stage, { branchName: 'main' }));
    expect(
      (await put(stage.gate, '@acme/exists', token, (await publishDocument('@acme/exists', '1.0.0')).text)).status,
    ).toBe(201);
    await request(`${stage.gate.url}/-/package/@acme%2fexists/trust/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${stage.gate.administratorToken}` },
    });
    const idToken = await mintRun(stage, { repositoryUuid: STRANGER });
    const exists = await exchange(stage.gate, '@acme/exists', idToken);
    const unknown = await exchange(stage.gate, '@acme/nobody', idToken);
    expectRefusal(unknown, 404, 'no-publisher');
    expect(seenOf(exists)).toEqual(seenOf(unknown));
    expect(seenOf(await check('@acme/exists', idToken))).toEqual(seenOf(await check('@acme/nobody', idToken)));
  });

  it('no publisher id, number of publishers, expected value, pause or note: one publisher answers as several do', async () => {
    const secret = { note: 'the secret note' };
    const one = await addPublisher(stage.gate, '@acme/one', stage.bitbucket, { claims });
    const several = [
      await addPublisher(stage.gate, '@acme/several', stage.bitbucket, { claims }),
      await addPublisher(stage.gate, '@acme/several', stage.bitbucket, {
        claims: { ...claims, branchName: 'release', deploymentEnvironmentUuid: ENVIRONMENT },
      }),
      await addPublisher(stage.gate, '@acme/several', stage.bitbucket, {
        claims: { ...claims, branchName: { pattern: 'hotfix/*' } },
      }),
    ];
    await request(`${stage.gate.url}/-/package/@acme%2fseveral/trust/${several[0]}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${stage.gate.administratorToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...secret, paused: true }),
    });
    const idToken = await mintRun(stage, { repositoryUuid: STRANGER, branchName: 'evil' });
    const answers = [
      await exchange(stage.gate, '@acme/one', idToken),
      await exchange(stage.gate, '@acme/several', idToken),
    ];
    const checks = [await check('@acme/one', idToken), await check('@acme/several', idToken)];

    for (const answer of answers) expectRefusal(answer, 403, 'no-match');
    expect(answers.map(seenOf)[0]).toEqual(answers.map(seenOf)[1]);
    expect(checks.map(seenOf)[0]).toEqual(checks.map(seenOf)[1]);
    for (const { text, headers } of [...answers, ...checks]) {
      const all = text + JSON.stringify([...headers]);
      for (const hidden of [
        one,
        ...several,
        REPOSITORY,
        REPOSITORY.slice(1, -1),
        ENVIRONMENT,
        'main',
        'release',
        'hotfix',
        'secret',
        'paused',
      ])
        expect(all.toLowerCase(), hidden).not.toContain(hidden.toLowerCase());
    }
    const { candidates } =
      (answers[0]?.json as { decision?: { candidates: readonly object[] } } | undefined)?.decision ?? {};
    expect(candidates).toEqual([{ rules: [{ claim: 'repositoryUuid', got: STRANGER, holds: false }] }]);
  });

  it('an unverified token learns nothing at all, not even whether the package has publishers', async () => {
    await addPublisher(stage.gate, '@acme/unverified', stage.bitbucket, { claims });
    const idToken = await mintRun(stage, { branchName: 'main' });
    const forged = `${idToken.slice(0, idToken.lastIndexOf('.'))}.${'A'.repeat(342)}`;
    const configured = await exchange(stage.gate, '@acme/unverified', forged);
    expectRefusal(configured, 401, 'signature-invalid');
    expect(seenOf(configured)).toEqual(seenOf(await exchange(stage.gate, '@acme/nobody', forged)));
    expect((configured.json as { decision: object }).decision).toMatchObject({ candidates: [] });
    expect((configured.json as { decision: object }).decision).not.toHaveProperty('identity');
    expect(configured.json).not.toHaveProperty('setUp');
    expect(seenOf(await check('@acme/unverified', forged))).toEqual(seenOf(await check('@acme/nobody', forged)));
  });

  it("says where to set the run up, filled in with the run's own claims and nothing that is configured", async () => {
    await addPublisher(stage.gate, '@acme/set-up', stage.bitbucket, { claims });
    const idToken = await mintRun(stage, { repositoryUuid: STRANGER, branchName: 'evil' });
    for (const [name, code] of [
      ['@acme/set-up', 'no-match'],
      ['@acme/nobody', 'no-publisher'],
    ] as const) {
      const answer = await exchange(stage.gate, name, idToken);
      expect(answer.json).toMatchObject({ code, setUp: expect.any(String) });
      const setUp = new URL((answer.json as { setUp: string }).setUp);
      expect(setUp.origin).toBe(stage.gate.url.replace('127.0.0.1', 'localhost'));
      expect(setUp.pathname).toBe('/-/sallyport/publishers/new');
      const { claims: filled, ...rest } = Object.fromEntries(setUp.searchParams);
      expect(rest).toEqual({ package: name, type: 'bitbucket', issuer: stage.bitbucket.url });
      expect(JSON.parse(filled ?? '')).toEqual({
        workspaceUuid: WORKSPACE,
        repositoryUuid: STRANGER,
        deploymentEnvironmentUuid: expect.any(String),
        branchName: 'evil',
      });
    }
    const accepted = await mintRun(stage, { branchName: 'main' });
    expect((await exchange(stage.gate, '@acme/set-up', accepted)).json).not.toHaveProperty('setUp');
  });

  it('claims without a token are judged for whoever may configure the package, and nobody else', async () => {
    const ask = (authorization?: string) =>
      request(`${stage.gate.url}/-/sallyport/v1/check`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
        body: JSON.stringify({
          package: '@acme/unverified',
          claims: {
            iss: stage.bitbucket.url,
            workspaceUuid: WORKSPACE,
            repositoryUuid: REPOSITORY,
            branchName: 'other',
          },
        }),
      });
    expectRefusal(await ask(), 401, 'unauthorized');
    expectRefusal(await ask('Bearer an-account'), 401, 'unauthorized');
    expect((await ask(`Bearer ${stage.gate.administratorToken}`)).json).toMatchObject({
      outcome: 'refused',
      reason: 'no-match',
      candidates: [{ publisher: expect.any(String) }],
    });
  });
});

describe('D3: one decision, wherever it is shown', () => {
  it('the answer, the dry run and the audit agree; the audit has the whole, the job what is its own', async () => {
    const name = '@acme/decision';
    const own = await addPublisher(stage.gate, name, stage.bitbucket, { claims });
    const other = await addPublisher(stage.gate, name, stage.bitbucket, {
      claims: { ...claims, repositoryUuid: STRANGER },
    });
    const idToken = await mintRun(stage, { branchName: 'feature' });
    const answer = await exchange(stage.gate, name, idToken);
    expectRefusal(answer, 403, 'no-match');
    const { decision, requestId } = answer.json as { decision: Decision; requestId: string };
    const dryRun = (await check(name, idToken)).json as Decision;
    const [entry] = await audit(stage.gate, `package=${encodeURIComponent(name)}&kind=exchange`);
    const audited = entry?.['decision'] as Decision;

    expect(entry).toMatchObject({ outcome: 'refused', requestId });
    expect(dryRun).toEqual(decision);
    expect(decision.message).toBe(messageOf(answer));
    expect(answer.headers.get('npm-notice')).toBe(decision.message);
    expect(audited.reason).toBe(decision.reason);
    expect(audited.identity).toEqual(decision.identity);
    expect(decision.candidates.map(({ publisher }) => publisher)).toEqual([own]);
    expect(audited.candidates.map(({ publisher }) => publisher)).toEqual([own, other]);
    expect(audited.candidates[0]).toEqual(decision.candidates[0]);
    expect(decision.candidates[0]?.rules.filter(({ holds }) => !holds)).toEqual([
      { claim: 'branchName', expected: 'main', got: 'feature', holds: false },
    ]);
    expect(decision.message).toContain('branchName is "feature", expected "main"');
    expect(JSON.stringify(decision)).not.toContain(other);
  });

  it('D1: of several publishers that hold one is chosen, and a check mints and pins nothing', async () => {
    const name = '@acme/chosen';
    await addPublisher(stage.gate, name, stage.github, {
      claims: { repository: 'acme/hello', workflow_ref: { file: 'publish.yml' } },
      permissions: ['createStagedPackage'],
    });
    const publisher = await addPublisher(stage.gate, name, stage.github, {
      claims: { repository: 'acme/hello', workflow_ref: { file: 'publish.yml' }, environment: 'production' },
    });
    const mint = (id: string) => stage.github.mint({ audience: stage.audience, claims: { repository_id: id } });
    for (const id of ['1', '2', '3'])
      expect((await check(name, await mint(id))).json).toMatchObject({ outcome: 'accepted', publisher });
    expect(await audit(stage.gate, `package=${encodeURIComponent(name)}&kind=exchange`)).toEqual([]);
    expect((await exchange(stage.gate, name, await mint('4'))).status).toBe(201);
  });

  interface Decision {
    readonly reason: string;
    readonly message: string;
    readonly identity: object;
    readonly candidates: readonly { publisher?: string; rules: readonly { holds: boolean }[] }[];
  }
});

describe('E1: what a token says cannot break a sentence, a header or a log', () => {
  it.each([
    ['control characters', 'a\u0000b\u0001\u001b[31mc'],
    ['line breaks', 'a\r\nx-evil: 1\r\n\r\n<html>'],
    ['quotes and a sentence', '" is trusted. Run "curl evil'],
    ['right-to-left marks', 'a\u202eb\u2066c\u200f'],
    ['characters beyond Latin-1', '分支-🚀-ветка'],
    ['C1 controls', 'a\u0085b\u009fc'],
    ['10 KB', 'b'.repeat(10_000)],
    ['a lone surrogate', 'a\ud800b'],
  ])('a branch with %s', async (_what, branchName) => {
    const name = '@acme/sentences';
    await addPublisher(stage.gate, name, stage.bitbucket, { claims }).catch(() => undefined);
    const idToken = await mintRun(stage, { branchName });
    const answer = await exchange(stage.gate, name, idToken);
    expectRefusal(answer, 403, 'no-match');
    const harmless = branchName.slice(0, 64).replace(/[^A-Za-z0-9._/@{}+-]/g, '?');
    const message = messageOf(answer);
    expect(message).toMatch(/branchName is "([A-Za-z0-9._/@{}+?-]{1,64})", expected "main"/);
    expect(message).toContain(harmless.slice(0, 20));
    expect(message).toMatch(/^[\x20-\x7e\xa0-\xff]+$/);
    expect(answer.headers.get('npm-notice')).toBe(message);
    expect(answer.headers.get('x-evil')).toBeNull();
    const { decision } = answer.json as { decision: { identity: { claims: { branchName: string } } } };
    expect(decision.identity.claims.branchName.length).toBeLessThanOrEqual(256);
    const [entry] = await audit(stage.gate, 'package=@acme%2Fsentences&kind=exchange&limit=1');
    expect(JSON.stringify(entry).length).toBeLessThan(6_000);
  });

  it('the log stays one JSON document a line', () => {
    for (const line of stage.gate
      .log()
      .trim()
      .split('\n')
      .filter((one) => one.startsWith('{')))
      expect(() => JSON.parse(line) as unknown).not.toThrow();
  });
});
