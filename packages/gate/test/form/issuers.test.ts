import { generateKeyPairSync } from 'node:crypto';
import type { FetchedText } from '@sallyport/trust';
import { expect, it } from 'vitest';
import { ADMINISTRATOR, ALICE, formOf, NOW } from './world.ts';

const ACME = 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc';
const OWN = {
  provider: 'gitlab',
  issuer: 'https://gitlab.acme.example',
  default: true,
  private: true,
  insecure: false,
} as const;

function answering(issuer: string, date: number): ReadonlyMap<string, FetchedText> {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'a', use: 'sig', alg: 'RS256' };
  const json = (value: unknown): FetchedText => ({ ok: true, body: JSON.stringify(value), date });
  return new Map([
    [`${issuer}/.well-known/openid-configuration`, json({ issuer, jwks_uri: `${issuer}/keys.json` })],
    [`${issuer}/keys.json`, json({ keys: [jwk] })],
  ]);
}

it('an issuer that answers: its keys, and how far its clock is from ours', async () => {
  const { form } = formOf({ answers: answering(ACME, NOW + 120_000) });
  expect(await form.probe('bitbucket', ACME)).toEqual({ answers: true, keys: 1, clockDifferenceSeconds: 120 });
});

it('a workspace that never issued a token: what to run first', async () => {
  const { form } = formOf();
  const probe = await form.probe('bitbucket', ACME);
  expect(probe.answers).toBe(false);
  expect(probe.problem).toMatch(/404.*run one step with `oidc: true` first/);
});

it('V3: what the gate does not accept is not asked', async () => {
  const { form, fetched } = formOf({ issuers: { workspaces: ['other'], disabled: ['github'] } });
  for (const [type, issuer] of [
    ['bitbucket', 'https://169.254.169.254'],
    ['bitbucket', ACME],
    ['github', 'https://token.actions.githubusercontent.com'],
    ['gitlab', ACME.replace('acme', 'other')],
  ] as const) {
    expect(await form.probe(type, issuer), issuer).toMatchObject({
      answers: false,
      problem: expect.stringMatching(/\.$/),
    });
  }
  expect(fetched).toEqual([]);
});

it('V3: probes have the few fetches of strangers, and say when there are more', async () => {
  const { form, fetched } = formOf();
  for (let n = 0; n < 10; n++) await form.probe('bitbucket', ACME.replace('acme', `w${n}`));
  expect(fetched).toHaveLength(10);
  expect(await form.probe('bitbucket', ACME)).toMatchObject({
    answers: false,
    problem: expect.stringMatching(/Try again in 60 seconds\.$/),
  });
  expect(fetched).toHaveLength(10);
});

it('the list has public and configured issuers; tenants that the gate has asked are for administrators', async () => {
  const { form } = formOf({ issuers: { configured: [OWN] }, answers: answering(ACME, NOW) });
  await form.probe('bitbucket', ACME);
  const listed = await form.issuers(ALICE);
  expect(listed.find(({ provider }) => provider === 'bitbucket')).toMatchObject({
    template: 'https://api.bitbucket.org/2.0/workspaces/{segment}/pipelines-config/identity/oidc',
    issuer: undefined,
  });
  expect(listed.find(({ issuer }) => issuer === OWN.issuer)).toMatchObject({
    configured: true,
    defaultIssuer: true,
    private: true,
    status: undefined,
  });
  expect(JSON.stringify(listed)).not.toContain('workspaces/acme');
  expect((await form.issuers(ADMINISTRATOR)).find(({ issuer }) => issuer === ACME)).toMatchObject({
    provider: 'bitbucket',
    status: { keys: 1 },
  });
});

it('G3: what an administrator switched off while the gate runs is shown as off, tenants included, and is not asked', async () => {
  const { form, fetched } = formOf({
    switchedOff: ['github', ACME],
    answers: answering(ACME.replace('acme', 'on'), NOW),
  });
  await form.probe('bitbucket', ACME.replace('acme', 'on'));
  fetched.length = 0;
  for (const [type, issuer] of [
    ['bitbucket', ACME],
    ['github', 'https://token.actions.githubusercontent.com'],
  ] as const) {
    const { answers, problem } = await form.probe(type, issuer);
    expect([answers, problem]).toEqual([false, expect.stringContaining('switched the provider or issuer off')]);
  }
  expect(fetched).toEqual([]);
  const listed = await form.issuers(ADMINISTRATOR);
  const off = listed.filter(({ disabled }) => disabled);
  expect(off.map(({ provider }) => provider)).toEqual(['github']);
  expect(listed.find(({ issuer }) => issuer === ACME.replace('acme', 'on'))).toMatchObject({ disabled: false });
});
