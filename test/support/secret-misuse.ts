import { randomUUID } from 'node:crypto';
import { generateSigningKey } from '@sallyport/issuer';
import { expect } from 'vitest';
import { escapeName } from './api.ts';
import { publishDocument } from './documents.ts';
import { sendRaw } from './raw.ts';
import { basic, bearer, exchangePath, json, mint, NAME, packagePath, type Scene } from './secret-scene.ts';

/** Exchanges that are refused, each for another reason. */
export async function refusedExchanges(scene: Scene): Promise<void> {
  const { ask, ledger, stage } = scene;
  const now = Math.floor(Date.now() / 1000);
  const tokens = [
    await mint(scene, 'an expired id_token', { issuedAt: now - 7200, lifetime: 600 }),
    await mint(scene, 'an id_token for elsewhere', { audience: 'npm:elsewhere.example' }),
    await mint(scene, 'a forged id_token', { key: await generateSigningKey() }),
    await mint(scene, 'an id_token of an unknown key', { header: { kid: 'nobody' } }),
    await mint(scene, 'an id_token of another repository', { claims: { repositoryUuid: `{${randomUUID()}}` } }),
    await mint(scene, 'an id_token without a claim', { omit: ['workspaceUuid'] }),
    ledger.keepIdToken('an id_token of another provider', await stage.github.mint({ audience: stage.audience })),
  ];
  const whole = tokens[0] ?? '';
  for (const token of [...tokens, `${whole}=`, whole.slice(0, -3), `${whole}.${whole}`]) {
    expect((await ask(exchangePath, { method: 'POST', headers: bearer(token) })).status).toBeGreaterThanOrEqual(400);
    const body = JSON.stringify({ package: NAME, token });
    await ask('/-/sallyport/v1/check', { method: 'POST', headers: json, body });
    for (const wrong of [
      `{"package":"${NAME}","token":${token}}`,
      token,
      JSON.stringify({ [token]: token, token: [token] }),
    ])
      expect((await ask('/-/sallyport/v1/check', { method: 'POST', headers: json, body: wrong })).status).toBe(400);
  }
  await ask(exchangePath, { method: 'POST', headers: bearer(whole.repeat(12)) });
  await ask(exchangePath, { method: 'POST', headers: basic('token', whole) });
}

/** A publish token, an id_token and an administrator's token wherever a client may put them. */
export async function misplacedTokens(scene: Scene, publishToken: string): Promise<void> {
  const { ask, gate } = scene;
  const idToken = await mint(scene, 'an id_token in the wrong place');
  const { text } = await publishDocument(NAME, '9.9.9');
  for (const token of [publishToken, idToken, gate.administratorToken]) {
    for (const headers of [bearer(token), basic('anybody', token), basic(token, ''), { authorization: token }]) {
      await ask('/-/whoami', { headers });
      await ask(packagePath, { headers });
      await ask('/-/npm/v1/user', { headers });
      await ask(`/@secrets/two`, { method: 'PUT', headers: { ...headers, ...json }, body: text });
      await ask(`/-/package/${escapeName(NAME)}/dist-tags/latest`, { method: 'PUT', headers, body: '"1.0.0"' });
    }
    await ask(`/-/user/token/${token}`, { method: 'DELETE', headers: bearer(token) });
    await ask(`/-/user/token/${token}`, { method: 'DELETE' });
    await ask(`/-/user/token/${token}`, { method: 'DELETE', headers: bearer('npm_of_the_upstream') });
    await ask(`/-/user/token/${token}?token=${token}`, {});
    await ask(`/${token}`, {});
    await ask(`/-/sallyport/v1/nothing/${token}?token=${token}`, { headers: bearer(token) });
    await ask(`/-/package/${token}/trust`, { headers: bearer(token) });
    await ask(`/..%2f${token}`, { headers: bearer(token) });
    await sendRaw(gate.url, ['GET / HTTP/1.1', 'host: a', 'host: b', `authorization: Bearer ${token}`]);
    await sendRaw(gate.url, [`GET /${token} HTTP/9.9`, `authorization: Bearer ${token}`]);
  }
}

/** What an administrator does, with mistakes. */
export async function administration(scene: Scene): Promise<void> {
  const { ask, gate } = scene;
  const headers = { ...bearer(gate.administratorToken), ...json };
  const trust = `/-/package/${escapeName('@secrets/three')}/trust`;
  const one = { type: 'github', claims: { repository: 'acme/one', workflow_ref: { file: 'publish.yml' } } };
  const added = await ask(trust, { method: 'POST', headers, body: JSON.stringify([one]) });
  expect(added.status).toBe(200);
  const id = (added.json as { id: string }[])[0]?.id ?? '';
  await ask(trust, { method: 'POST', headers, body: JSON.stringify([{ ...one, claims: { repository: 1 } }]) });
  await ask(trust, { headers });
  await ask(`${trust}/${id}`, { method: 'PATCH', headers, body: JSON.stringify({ note: 'a note' }) });
  await ask(`${trust}/${id}`, { method: 'DELETE', headers });
  await ask('/-/sallyport/v1/health/ready', { headers });
  await ask('/-/sallyport/v1/audit?limit=1000', { headers });
  await ask(trust, { headers: basic('administrator', gate.administratorToken) });
}
