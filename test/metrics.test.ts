import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '../packages/gate/src/metrics/index.ts';
import { CODES } from '../packages/gate/src/refusals/index.ts';
import { addPublisher, exchange, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { eventually } from './support/eventually.ts';
import { startTestGate, startTestStage, type TestStage } from './support/gate.ts';
import { metricsAddress, type Scrape, scrape } from './support/metrics.ts';
import { administration, misplacedTokens, refusedExchanges } from './support/secret-misuse.ts';
import { bearer, exchangeKept, json, NAME, openScene, packagePath, type Scene } from './support/secret-scene.ts';

let stage: TestStage;
let scene: Scene;
beforeAll(async () => {
  stage = await startTestStage({
    configuration: {
      metrics: { listen: '127.0.0.1:0' },
      exchange: { rateLimit: { perAddress: 0, perRepository: 100 } },
    },
  });
  scene = await openScene(stage);
});
afterAll(() => stage.close());

/** Counters are asked again until they say it: a request is counted after its answer was sent. */
const until = (holds: (seen: Scrape) => boolean): Promise<unknown> =>
  eventually('a count', async () => {
    const seen = await scrape(stage.gate);
    return holds(seen) ? seen : undefined;
  });

describe('metrics', () => {
  it('count what happened: exchanges with provider and reason, publishes, commits, the upstream, requests, health', async () => {
    await addPublisher(stage.gate, NAME, stage.bitbucket);
    const token = await exchangeKept(scene, 'the publish');
    await exchange(stage.gate, '@secrets/other', await stage.github.mint({ audience: stage.audience }));
    await exchange(stage.gate, NAME, 'not-a-token');
    const { text } = await publishDocument(NAME, '1.0.0');
    const headers = { ...bearer(token), ...json };
    expect((await scene.ask(packagePath, { method: 'PUT', headers, body: text })).status).toBe(201);
    expect((await scene.ask(packagePath, { method: 'PUT', headers, body: '{' })).status).toBe(400);
    await request(`${stage.gate.url}${packagePath}`);
    await request(`${stage.gate.url}/-/sallyport/v1/audit/17`);

    const requests = 'sallyport_http_requests_total';
    await until((seen) => seen.sum(requests, { route: '/-/sallyport/v1/audit/:id', status: '4xx' }) === 1);
    const seen = await scrape(stage.gate);
    const exchanges = 'sallyport_exchanges_total';
    expect(seen.sum(exchanges, { provider: 'bitbucket', outcome: 'accepted', reason: 'accepted' })).toBe(1);
    expect(seen.sum(exchanges, { provider: 'github', outcome: 'refused', reason: 'no-publisher' })).toBe(1);
    expect(seen.sum(exchanges, { provider: 'unverified', outcome: 'refused', reason: 'token-malformed' })).toBe(1);
    expect(seen.sum('sallyport_exchange_duration_seconds_count')).toBe(3);
    const publishes = 'sallyport_publishes_total';
    expect(seen.sum(publishes, { credential: 'publish-token', outcome: 'published' })).toBe(1);
    expect(seen.sum(publishes, { outcome: 'refused', reason: 'document-malformed' })).toBe(1);
    expect(seen.sum('sallyport_settlements_total', { outcome: 'published' })).toBe(1);
    for (const operation of ['mint', 'reserve', 'settle'])
      expect(seen.sum('sallyport_store_commit_duration_seconds_count', { operation }), operation).toBe(1);
    expect(seen.sum('sallyport_upstream_requests_total', { operation: 'publish', outcome: 'published' })).toBe(1);
    expect(seen.sum('sallyport_upstream_requests_total', { operation: 'forward', outcome: 'answered' })).toBe(1);
    expect(seen.sum('sallyport_issuer_requests_total', { outcome: 'ok' })).toBeGreaterThanOrEqual(4);
    expect(seen.sum('sallyport_issuers', { state: 'ok' })).toBe(2);
    expect(seen.sum(requests, { route: 'exchange', status: '2xx' })).toBe(1);
    expect(seen.sum(requests, { route: 'exchange', status: '4xx' })).toBe(2);
    expect(seen.sum(requests, { route: 'package', status: '2xx' })).toBe(2);
    expect(seen.sum('sallyport_health', { check: 'store' })).toBe(0);
    // The issuers of this test are insecure.
    expect(seen.sum('sallyport_health', { check: 'issuer' })).toBe(1);
    expect(seen.sum('sallyport_build_info', { store: 'embedded' })).toBe(1);
    expect(seen.sum('process_cpu_seconds_total')).toBeGreaterThan(0);
  });

  it('A1: a refusal that the audit does not keep is counted, and so is one that was never signed', async () => {
    for (let index = 0; index < 13; index++) {
      const idToken = await stage.bitbucket.mint({
        audience: stage.audience,
        claims: { repositoryUuid: '{99999999-2222-4333-8444-555555555555}' },
      });
      await exchange(stage.gate, '@secrets/loop', idToken);
    }
    const seen = await scrape(stage.gate);
    expect(seen.sum('sallyport_audit_refusals_unwritten_total')).toBe(3);
    expect(seen.sum('sallyport_exchanges_total', { provider: 'bitbucket', reason: 'no-publisher' })).toBe(13);
  });

  it('a repository that asks too often shows as limited', async () => {
    for (let index = 0; index < 101; index++) {
      const claims = { repositoryUuid: '{88888888-2222-4333-8444-555555555555}' };
      await exchange(stage.gate, '@secrets/loop', await stage.bitbucket.mint({ audience: stage.audience, claims }));
    }
    const seen = await scrape(stage.gate);
    expect(seen.sum('sallyport_rate_limited_total', { limit: 'repository' })).toBe(1);
    expect(seen.sum('sallyport_exchanges_total', { provider: 'bitbucket', outcome: 'limited' })).toBe(1);
  });

  it('A2: after secrets and hostile names in every place, no token, name, claim or path is in them, and labels stay few', async () => {
    const before = await scrape(stage.gate);
    const token = await exchangeKept(scene, 'what is misused');
    await refusedExchanges(scene);
    await misplacedTokens(scene, token);
    await administration(scene);
    const strange = [
      'zz-hostile-name',
      '@zz-hostile/"}\n#x',
      'zz-hostile%0a',
      '-/zz-hostile',
      '-/sallyport/v1/zz-hostile',
    ];
    for (const name of strange) {
      for (const method of ['GET', 'PUT', 'DELETE'])
        await request(`${stage.gate.url}/${encodeURI(name)}`, { method, headers: bearer('zz-hostile') });
      await exchange(stage.gate, encodeURI(name), await stage.bitbucket.mint({ audience: 'npm:zz-hostile' }));
    }
    const unknown = await stage.bitbucket.mint({
      audience: stage.audience,
      claims: { iss: 'https://zz-hostile.example' },
    });
    await exchange(stage.gate, NAME, unknown);

    const seen = await scrape(stage.gate);
    expect(seen.sum('sallyport_http_requests_total')).toBeGreaterThan(before.sum('sallyport_http_requests_total'));
    expect(scene.ledger.foundIn('metrics', seen.text)).toEqual([]);
    expect(seen.text).not.toMatch(/zz-hostile|@secrets|\{[0-9a-f]{8}-|acme|spt_|https?:/);
    const ours = seen.samples.filter(({ name }) => name.startsWith('sallyport_'));
    for (const { labels } of ours) {
      const { reason = '' } = labels;
      expect(['', 'internal', ...CODES]).toContain(reason);
      expect(['bitbucket', 'github', 'gitlab', 'circleci', 'unverified', undefined]).toContain(labels['provider']);
    }
    expect(ours.length).toBeLessThan(1_000);
  });

  it('every metric of ours is in the catalogue, and what the catalogue has is there', async () => {
    const { text } = await scrape(stage.gate);
    const described = [...text.matchAll(/^# TYPE (sallyport_\w+) /gm)].map(([, name = '']) => name);
    expect(new Set(described)).toEqual(new Set(Object.values(METRICS).map(({ name }) => name)));
  });

  it('nothing else is at their listener, and they are not at the public address', async () => {
    const address = metricsAddress(stage.gate);
    const answer = await request(address);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect((await request(address, { method: 'POST' })).status).toBe(405);
    for (const path of ['/', '/metrics/', '/-/sallyport/v1/system', '/metrics?x'])
      expect((await request(new URL(path, address).href)).status).toBe(404);
    expect((await request(`${stage.gate.url}/metrics`)).text).not.toContain('sallyport_build_info');
  });
});

it('without `metrics` in the configuration nothing listens and nothing is counted', async () => {
  const gate = await startTestGate();
  try {
    expect(metricsAddress(gate)).toBe('nowhere');
  } finally {
    await gate.stop();
  }
});

it('an address of metrics that is taken ends the start with a mistake', async () => {
  const taken = new URL(metricsAddress(stage.gate)).host;
  await expect(startTestGate({ configuration: { metrics: { listen: taken } } })).rejects.toThrow(
    /ended with 2.*EADDRINUSE/s,
  );
});
