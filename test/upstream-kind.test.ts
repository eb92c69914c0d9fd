import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Npmjs, startNpmjs } from '../packages/gate/test/npmjs/index.ts';
import { type Answer, request } from './support/api.ts';
import { eventually } from './support/eventually.ts';
import { startTestGate, type TestGate } from './support/gate.ts';

let registry: Npmjs;
let gate: TestGate;
beforeAll(async () => {
  registry = await startNpmjs();
  await registry.down();
  gate = await startTestGate({
    configuration: { upstream: { url: registry.url, credential: { env: 'NPM_TOKEN' }, timeout: '2s' } },
    env: { NPM_TOKEN: registry.credential },
  });
});
afterAll(async () => {
  await gate.stop();
  await registry.close();
});

const asAdministrator = (path: string): Promise<Answer> =>
  request(`${gate.url}/-/sallyport/v1/${path}`, { headers: { authorization: `Bearer ${gate.administratorToken}` } });
const upstreamOf = async (): Promise<unknown> =>
  ((await asAdministrator('system')).json as { upstream: unknown }).upstream;

it('a registry that is down keeps the gate from nothing; once it answers, the log and the system page say what it is', async () => {
  expect(await upstreamOf()).toEqual({ kind: 'generic', name: registry.url });
  expect((await request(`${gate.url}/-/sallyport/v1/health/ready`)).status).toBe(503);
  expect(gate.log()).not.toContain('counts as');

  await registry.back();
  const found = 'generic (nothing else recognised it)';
  await eventually('the gate to ask again by itself', async () =>
    gate.log().includes('counts as') ? true : undefined,
  );
  expect(await upstreamOf()).toEqual({ kind: 'generic', name: registry.url, found });
  await asAdministrator('health/ready');
  expect(gate.log().split(`The upstream registry counts as ${found}`)).toHaveLength(2);
});

it('T1: where the registry has no whoami nobody but administrators configures trust, and is told why', async () => {
  registry.intercept(({ path }, response) => {
    if (path !== '/-/whoami') return false;
    response.writeHead(404).end();
    return true;
  });
  const refused = await request(`${gate.url}/-/package/hello/trust`, {
    method: 'POST',
    headers: { authorization: 'Bearer npm_token-of-alice', 'content-type': 'application/json' },
    body: '[]',
  });
  expect(refused).toMatchObject({ status: 403, json: { code: 'forbidden' } });
  expect(refused.text).toContain('does not say whose credential this is');
  const signIn = await request(`${gate.url}/-/sallyport/v1/session`, {
    method: 'POST',
    headers: { origin: gate.url, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'alice', password: 'any' }),
  });
  expect(signIn).toMatchObject({ status: 401, json: { code: 'sign-in-failed' } });
  expect(signIn.text).toContain('does not say who people are');
});
