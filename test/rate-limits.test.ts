import { afterEach, describe, expect, it } from 'vitest';
import { addPublisher, exchange, request } from './support/api.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { expectRefusal } from './support/refusals.ts';

let stage: TestStage;
afterEach(() => stage.close());

const start = async (perAddress: number, perRepository: number) => {
  stage = await startTestStage({ configuration: { exchange: { rateLimit: { perAddress, perRepository } } } });
  await addPublisher(stage.gate, 'hello', stage.bitbucket);
};
const mint = (claims = {}) => stage.bitbucket.mint({ audience: stage.audience, claims });
const OTHER = { repositoryUuid: '{11111111-2222-4333-8444-555555555555}' };

const from = (address: string) =>
  request(`${stage.gate.url}/-/npm/v1/oidc/token/exchange/package/hello`, {
    method: 'POST',
    headers: { 'x-forwarded-for': address, forwarded: `for=${address}`, 'x-real-ip': address },
  });

describe('exchange.rateLimit', () => {
  it('perAddress: one more is 429, which says when to come back; the check counts, other endpoints do not', async () => {
    await start(3, 0);
    for (let n = 0; n < 2; n++) expectRefusal(await exchange(stage.gate, 'hello', 'x'), 400, 'token-malformed');
    const check = () =>
      request(`${stage.gate.url}/-/sallyport/v1/check`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ package: 'hello', token: 'x' }),
      });
    expect((await check()).status).toBe(200);

    for (const answer of [await exchange(stage.gate, 'hello', await mint()), await check()]) {
      expectRefusal(answer, 429, 'rate-limited');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    }
    expect((await request(`${stage.gate.url}/-/ping`)).status).toBe(200);
  });

  it('perAddress: nobody escapes it by saying that they come from elsewhere', async () => {
    await start(1, 0);
    expectRefusal(await from('192.0.2.1'), 401, 'token-missing');
    expectRefusal(await from('192.0.2.2'), 429, 'rate-limited');
  });

  it('perRepository: one more of this repository is 429; another repository is heard', async () => {
    await start(0, 2);
    for (let n = 0; n < 2; n++) expect((await exchange(stage.gate, 'hello', await mint())).status).toBe(201);
    const limited = await exchange(stage.gate, 'hello', await mint());
    expectRefusal(limited, 429, 'rate-limited');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expectRefusal(await exchange(stage.gate, 'hello', await mint(OTHER)), 403, 'no-match');
  });

  it('perRepository: forged tokens do not use up what the repository may do', async () => {
    await start(0, 1);
    const forged = await stage.bitbucket.mint({ audience: stage.audience, key: stage.github.signingKey() });
    for (let n = 0; n < 3; n++) expect((await exchange(stage.gate, 'hello', forged)).status).toBe(401);
    expect((await exchange(stage.gate, 'hello', await mint())).status).toBe(201);
  });

  it('perAddress: whatever is sent counts: an unreadable check, a revocation, signing in', async () => {
    await start(4, 0);
    const send = (method: string, path: string, body?: string) =>
      request(stage.gate.url + path, {
        method,
        headers: { origin: stage.gate.url, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body }),
      });
    const asked = [
      ['POST', '/-/sallyport/v1/check', '{'],
      ['DELETE', '/-/sallyport/v1/publish-token'],
      ['POST', '/-/sallyport/v1/session', '{"token":"x"}'],
      ['POST', '/-/sallyport/v1/session/passkey-options'],
    ] as const;
    for (const [method, path, body] of asked) expect((await send(method, path, body)).status).not.toBe(429);
    for (const [method, path, body] of asked) {
      const refused = await send(method, path, body);
      expectRefusal(refused, 429, 'rate-limited');
      expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    }
    expectRefusal(await exchange(stage.gate, 'hello', 'x'), 429, 'rate-limited');
  });

  it('perAddress: behind a trusted proxy it is the address that the proxy saw, of IPv6 the network of 64 bits', async () => {
    stage = await startTestStage({
      configuration: { trustProxy: ['127.0.0.1'], exchange: { rateLimit: { perAddress: 1, perRepository: 0 } } },
    });
    const forwarded = async (forwardedFor: string) =>
      (
        await request(`${stage.gate.url}/-/npm/v1/oidc/token/exchange/package/hello`, {
          method: 'POST',
          headers: { 'x-forwarded-for': forwardedFor },
        })
      ).status;
    expect([await forwarded('192.0.2.1'), await forwarded('192.0.2.1'), await forwarded('192.0.2.2')]).toEqual([
      401, 429, 401,
    ]);
    // What the client itself says stands further left.
    expect(await forwarded('198.51.100.7, 192.0.2.1')).toBe(429);
    expect([
      await forwarded('2001:db8::1'),
      await forwarded('2001:db8::ffff:2'),
      await forwarded('2001:db8:0:1::1'),
    ]).toEqual([401, 429, 401]);
  });

  it('0: none', async () => {
    await start(0, 0);
    const token = await mint();
    const answers = await Promise.all(Array.from({ length: 700 }, () => exchange(stage.gate, 'hello', `${token}x`)));
    expect(new Set(answers.map(({ status }) => status))).not.toContain(429);
    for (let n = 0; n < 130; n++) expect((await exchange(stage.gate, 'hello', token)).status).toBe(201);
  });
});
