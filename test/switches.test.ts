import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../packages/gate/test/support/postgres.ts';
import { addPublisher, audit, exchange, exchanged, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { startTestGate, startTestStage, type TestGate, type TestStage } from './support/gate.ts';
import { mintRun, reconfigure, upstreamOptions } from './support/recorded-stage.ts';
import { type RecordingUpstream, startRecordingUpstream } from './support/recording-upstream.ts';
import { expectRefusal, messageOf } from './support/refusal.ts';

let postgres: TestPostgres;
let upstream: RecordingUpstream;
let stage: TestStage;
/** Two gates on one PostgreSQL. */
let a: TestGate;
let b: TestGate;
beforeAll(async () => {
  [postgres, upstream] = await Promise.all([startPostgres(), startRecordingUpstream()]);
  const { configuration, env } = upstreamOptions(upstream);
  const options = { configuration: { ...configuration, store: await postgres.newSchema() }, env: { ...env } };
  stage = await startTestStage(options);
  a = stage.gate;
  const issuers = [stage.bitbucket, stage.github].map(({ provider, url }) => ({
    provider: provider.type,
    issuer: url,
    insecure: true,
  }));
  b = await startTestGate({
    ...options,
    configuration: { ...options.configuration, issuers },
    administratorToken: a.administratorToken,
  });
});
afterAll(async () => {
  await b.stop();
  await stage.close();
  await upstream.close();
  await postgres.stop();
});

const turn = (gate: TestGate, name: string, disabled: boolean) =>
  request(`${gate.url}/-/sallyport/v1/switches`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${gate.administratorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name, disabled }),
  });
const check = (gate: TestGate, name: string, token: string) =>
  request(`${gate.url}/-/sallyport/v1/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ package: name, token }),
  });
const document = async (name: string) => (await publishDocument(name, '1.0.0')).text;

describe('G3: switched off at one gate of two on one store', () => {
  it.each(['provider', 'issuer'] as const)(
    'a %s: tokens that the other gave end at once, and it refuses id_tokens with the reason; on again, both are good',
    async (kind) => {
      const name = kind === 'provider' ? 'bitbucket' : stage.bitbucket.url;
      const other = await addPublisher(a, `@acme/other-${kind}`, stage.github);
      await addPublisher(a, `@acme/${kind}`, stage.bitbucket);
      const token = await exchanged(b, `@acme/${kind}`, await mintRun(stage));
      expect((await turn(a, name, true)).status).toBe(200);

      expectRefusal(await put(b, `@acme/${kind}`, token, await document(`@acme/${kind}`)), 403, 'publish-token-ended');
      expect(upstream.puts(`@acme/${kind}`)).toHaveLength(0);
      for (const gate of [b, a]) {
        // Also where there is nothing to compare with, and where another repository asks.
        for (const of of [`@acme/${kind}`, '@acme/nobodys', `@acme/other-${kind}`]) {
          const refused = await exchange(gate, of, await mintRun(stage));
          expectRefusal(refused, 403, 'issuer-disabled');
          expect(messageOf(refused)).toContain('switched the provider or issuer off');
          expect(refused.text).not.toContain(other);
          const dry = await check(gate, of, await mintRun(stage));
          expect(dry.json).toMatchObject({ outcome: 'refused', reason: 'issuer-disabled', candidates: [] });
        }
      }
      const run = await stage.github.mint({ audience: stage.audience });
      expect((await exchange(b, `@acme/other-${kind}`, run)).status).toBe(201);

      expect((await turn(b, name, false)).status).toBe(200);
      expect((await exchange(a, `@acme/${kind}`, await mintRun(stage))).status).toBe(201);
      expect((await put(a, `@acme/${kind}`, token, await document(`@acme/${kind}`))).status).toBe(201);
      const entries = await audit(a, 'kind=administration&limit=2');
      expect(entries.map(({ outcome, actor }) => [outcome, actor])).toEqual([
        ['switched-on', expect.objectContaining({ administrator: expect.any(String) })],
        ['switched-off', expect.objectContaining({ administrator: expect.any(String) })],
      ]);
      const [refusal] = await audit(a, `package=${encodeURIComponent(`@acme/${kind}`)}&outcome=refused&kind=exchange`);
      expect(refusal).toMatchObject({ decision: { reason: 'issuer-disabled' }, actor: { provider: 'bitbucket' } });
    },
  );

  it('P6: a publish whose bytes are on their way is finished; one that is not reserved yet never is', async () => {
    for (const name of ['@acme/under-way', '@acme/behind']) await addPublisher(a, name, stage.bitbucket);
    const token = await exchanged(b, '@acme/under-way', await mintRun(stage));
    const behind = await exchanged(b, '@acme/behind', await mintRun(stage));
    const held = upstream.holdNextPut();
    const publishing = put(b, '@acme/under-way', token, await document('@acme/under-way'));
    await held.arrived;
    await turn(a, 'bitbucket', true);
    expectRefusal(await put(b, '@acme/behind', behind, await document('@acme/behind')), 403, 'publish-token-ended');
    held.release();
    expect((await publishing).status).toBe(201);
    await turn(a, 'bitbucket', false);
    const outcomes = (await audit(a, 'package=@acme%2Funder-way&kind=publish')).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['accepted', 'started']);
  });

  it('SIGHUP and a restart switch on nothing that an administrator switched off, and the configuration keeps its own', async () => {
    await addPublisher(a, '@acme/sighup', stage.bitbucket);
    await turn(a, 'bitbucket', true);
    await reconfigure(b, (configuration) => ({ ...configuration, disable: [stage.github.url] }));
    await reconfigure(b, (configuration) => ({ ...configuration, disable: [] }));
    expectRefusal(await exchange(b, '@acme/sighup', await mintRun(stage)), 403, 'issuer-disabled');
    await reconfigure(a, (configuration) => ({ ...configuration, disable: ['bitbucket'] }));
    const refused = await turn(b, 'bitbucket', false);
    expectRefusal(refused, 409, 'switch-configured');
    expect(messageOf(refused)).toContain('`disable` in the configuration');
    await reconfigure(a, (configuration) => ({ ...configuration, disable: [] }));
    expectRefusal(await exchange(a, '@acme/sighup', await mintRun(stage)), 403, 'issuer-disabled');
    expect((await turn(b, 'bitbucket', false)).status).toBe(200);
    expect((await exchange(a, '@acme/sighup', await mintRun(stage))).status).toBe(201);
  });
});
