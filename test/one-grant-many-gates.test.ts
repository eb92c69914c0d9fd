import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../packages/gate/test/support/postgres.ts';
import { addPublisher, audit, exchange, exchanged, put, request } from './support/api.ts';
import { exchangeContest, repeatContest, versionContest } from './support/contest.ts';
import { publishDocument } from './support/documents.ts';
import { startTestGate, startTestStage, type TestGate, type TestStage } from './support/gate.ts';
import { mintRun, upstreamOptions } from './support/recorded-stage.ts';
import { type RecordingUpstream, startRecordingUpstream } from './support/recording-upstream.ts';
import { expectRefusal } from './support/refusal.ts';

describe('three gates on one PostgreSQL are one gate', () => {
  let postgres: TestPostgres;
  let upstream: RecordingUpstream;
  let stage: TestStage;
  let gates: readonly TestGate[];
  beforeAll(async () => {
    [postgres, upstream] = await Promise.all([startPostgres(), startRecordingUpstream()]);
    const { configuration, env } = upstreamOptions(upstream);
    const options = { configuration: { ...configuration, store: await postgres.newSchema() }, env: { ...env } };
    stage = await startTestStage(options);
    const issuers = [stage.bitbucket, stage.github].map(({ provider, url }) => ({
      provider: provider.type,
      issuer: url,
      insecure: true,
    }));
    const more = await Promise.all(
      [1, 2].map(() =>
        startTestGate({
          ...options,
          configuration: { ...options.configuration, issuers },
          administratorToken: stage.gate.administratorToken,
        }),
      ),
    );
    gates = [stage.gate, ...more];
  });
  afterAll(async () => {
    await Promise.all(gates.map((gate) => gate.stop()));
    await stage.close();
    await upstream.close();
    await postgres.stop();
  });
  const gate = (index: number) => gates[index] as TestGate;

  it('G2: 50 exchanges of one id_token at once, at one gate, leave one live token', async () => {
    await addPublisher(gate(0), '@acme/one-gate', stage.bitbucket);
    await exchangeContest([gate(0)], '@acme/one-gate', await mintRun(stage));
    expect(upstream.puts('@acme/one-gate')).toHaveLength(1);
  });

  it('G2: 50 exchanges of one id_token at once, across the gates, leave one live token', async () => {
    await addPublisher(gate(0), '@acme/fifty', stage.bitbucket);
    await exchangeContest(gates, '@acme/fifty', await mintRun(stage));
    expect(upstream.puts('@acme/fifty')).toHaveLength(1);
  });

  it('P6: 20 versions at once on one token, across the gates: one is published', async () => {
    await addPublisher(gate(1), '@acme/twenty', stage.bitbucket);
    const token = await exchanged(gate(2), '@acme/twenty', await mintRun(stage));
    const version = await versionContest(gates, '@acme/twenty', token);
    expect(upstream.versions('@acme/twenty')).toEqual([version]);
    expect(upstream.puts('@acme/twenty')).toHaveLength(1);
  });

  it('P7: the same publish 20 times at once, across the gates: all succeed, one PUT goes to the registry', async () => {
    await addPublisher(gate(1), '@acme/same', stage.bitbucket);
    const token = await exchanged(gate(2), '@acme/same', await mintRun(stage));
    await repeatContest(gates, '@acme/same', token);
    expect(upstream.puts('@acme/same')).toHaveLength(1);
  });

  it('G1: a jti that one gate took is a replay at another', async () => {
    await addPublisher(gate(0), '@acme/jti', stage.github);
    const mint = (run: string) => stage.github.mint({ audience: stage.audience, claims: { jti: 'once', run_id: run } });
    await exchanged(gate(0), '@acme/jti', await mint('1'));
    expectRefusal(await exchange(gate(1), '@acme/jti', await mint('2')), 403, 'token-replayed');
  });

  it('G3: a publisher removed at one gate ends its tokens at every gate', async () => {
    const id = await addPublisher(gate(0), '@acme/removed', stage.bitbucket);
    const idToken = await mintRun(stage);
    const token = await exchanged(gate(1), '@acme/removed', idToken);
    await request(`${gate(2).url}/-/package/@acme%2fremoved/trust/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${gate(2).administratorToken}` },
    });
    const { text } = await publishDocument('@acme/removed', '1.0.0');
    expectRefusal(await put(gate(1), '@acme/removed', token, text), 403, 'publish-token-ended');
    expectRefusal(await exchange(gate(0), '@acme/removed', idToken), 404, 'no-publisher');
    expect(upstream.puts('@acme/removed')).toEqual([]);
  });

  it('D2: 20 first uses by two repositories at once, across the gates: one id is pinned', async () => {
    await addPublisher(gate(0), '@acme/first-use', stage.github);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const repository_id = index % 2 === 0 ? '1001' : '2002';
        const idToken = await stage.github.mint({
          audience: stage.audience,
          claims: { repository_id, run_id: `${index}` },
        });
        return { repository_id, status: (await exchange(gate(index % 3), '@acme/first-use', idToken)).status };
      }),
    );
    const accepted = answers.filter(({ status }) => status === 201);
    expect(accepted.length).toBe(10);
    expect(new Set(accepted.map(({ repository_id }) => repository_id)).size).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 403]));
  });

  it('A1: every gate reads the one audit, and odd questions are no fault', async () => {
    const [first, ...others] = await Promise.all(gates.map((one) => audit(one, 'kind=publish&outcome=accepted')));
    for (const other of others) expect(other).toEqual(first);
    for (const query of ['package=%00', 'kind=a%00b', 'outcome=%00', 'before=999999999999999']) {
      const answer = await request(`${gate(0).url}/-/sallyport/v1/audit?${query}`, {
        headers: { authorization: `Bearer ${gate(0).administratorToken}` },
      });
      expect(answer.status, query).toBeLessThan(500);
    }
  });
});
