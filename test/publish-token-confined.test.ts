import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, addPublisher, exchanged, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { type RecordedStage, startRecordedStage } from './support/recorded-stage.ts';
import { expectRefusal } from './support/refusal.ts';

const NAME = '@acme/confined';
let stage: RecordedStage;
let token: string;
beforeAll(async () => {
  stage = await startRecordedStage();
  await addPublisher(stage.gate, NAME, stage.bitbucket);
  token = await exchanged(stage.gate, NAME, await stage.bitbucket.mint({ audience: stage.audience }));
});
afterAll(() => stage.close());

const heard = () => stage.upstream.seen.map(({ method, path }) => `${method} ${path}`);
const ask = (method: string, path: string, authorization?: string): Promise<Answer> =>
  request(stage.gate.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: '{}' }),
  });
const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** npm's endpoints (npm-contract.md section 7), those that Verdaccio adds, and spellings of our own package's. */
const ENDPOINTS = [
  '/-/ping',
  '/-/v1/search?text=x',
  '/-/v1/login',
  '/-/user/org.couchdb.user:alice',
  '/-/npm/v1/user',
  '/-/npm/v1/tokens',
  '/-/npm/v1/tokens/token/abc',
  '/-/npm/v1/keys',
  '/-/npm/v1/security/advisories/bulk',
  '/-/npm/v1/attestations/@acme%2fconfined@1.0.0',
  '/-/org/acme/user',
  '/-/org/acme/package',
  '/-/team/acme/dev/package',
  '/-/package/@acme%2fconfined/dist-tags',
  '/-/package/@acme%2fconfined/dist-tags/latest',
  '/-/package/@acme%2fconfined/visibility',
  '/-/package/@acme%2fconfined/access',
  '/-/package/@acme%2fconfined/collaborators',
  '/-/package/@acme%2fconfined/trust',
  '/-/stage',
  '/-/stage/package/@acme%2fconfined',
  '/-/stage/00000000-0000-4000-8000-000000000000/approve',
  '/-/_view/starredByUser',
  '/-/all',
  '/@acme%2fconfined/1.0.0',
  '/@acme%2fconfined/latest',
  '/@acme%2fconfined/-rev/1-0',
  '/@acme/confined/-rev/1-0',
  '/@acme%2fconfined/',
  '/@acme%2fconfined?write=true',
  '/@acme/confined/-/confined-1.0.0.tgz',
  '/@acme/confined/-/confined-1.0.0.tgz/-rev/1-0',
  '/@acme%2fconfined/-/confined-1.0.0.tgz/stage',
  '/@acme%2fconfined/1.0.0/-tag/latest',
  '/anything/else',
];

describe('P1: every other request with a publish token is refused here', () => {
  it.each(ENDPOINTS)('%s', async (path) => {
    for (const method of METHODS) {
      for (const [how, authorization] of [
        ['as bearer', `Bearer ${token}`],
        ['as basic password', basic('publisher', token)],
        ['as basic user', basic(token, '')],
      ] as const) {
        const answer = await ask(method, path, authorization);
        const isOurs = path.endsWith('/trust') && !['GET', 'POST'].includes(method);
        const isPublish = method === 'PUT' && path.startsWith('/@acme%2fconfined?');
        expect(answer.status, `${method} ${path} ${how}`).toBe(isOurs ? 404 : 403);
        expect(answer.json).toMatchObject({
          code: isOurs ? 'not-found' : isPublish ? 'document-without-tarball' : 'publish-token-other-request',
        });
      }
    }
    expect(heard()).toEqual([]);
  });

  it.each(['POST', 'PATCH', 'DELETE'])('%s of the package itself', async (method) => {
    expectRefusal(await ask(method, '/@acme%2fconfined', `Bearer ${token}`), 403, 'publish-token-other-request');
    expect(heard()).toEqual([]);
  });

  it.each(['/@acme%2fother', '/lodash'])('reading %s, another package', async (path) => {
    for (const method of ['GET', 'HEAD']) expect((await ask(method, path, `Bearer ${token}`)).status).toBe(403);
    expect((await ask('GET', path, `Bearer ${token}`)).json).toMatchObject({ code: 'publish-token-other-package' });
    expect(heard()).toEqual([]);
  });

  it('in a URL, whoever asks: npm logout puts it there', async () => {
    const encoded = token.replace('_', '%5f');
    for (const path of [
      `/-/user/token/${token}`,
      `/-/user/token/${encoded}`,
      `/-/npm/v1/tokens/token/${token}`,
      `/-/v1/search?text=${token}`,
      `/-/v1/search?text=${encoded}`,
      `/-/v1/search?text=%73pt_${token.slice(4)}`,
      `/@acme%2fconfined/${token}`,
    ]) {
      for (const authorization of [`Bearer ${token}`, undefined, basic('alice', 'secret')]) {
        for (const method of ['DELETE', 'GET', 'PUT']) {
          const answer = await ask(method, path, authorization);
          expect({ status: answer.status, json: answer.json }, `${method} ${path}`).toMatchObject({
            status: 403,
            json: { code: 'publish-token-other-request' },
          });
        }
      }
    }
    expect(heard()).toEqual([]);
  });

  it('hidden in an odd Authorization header', async () => {
    for (const authorization of [
      `bearer   ${token}`,
      `Bearer "${token}"`,
      `Bearer other, Bearer ${token}`,
      `Bearer ${token} trailing`,
      `Token ${token}`,
      token,
      basic('alice', `secret:${token}`),
      `Basic ${Buffer.from(token).toString('base64')}`,
      `Basic ${Buffer.from(`x:${token}`).toString('base64')} trailing`,
      `Basic ${Buffer.from(`x:${token}`).toString('base64url').replaceAll('=', '')}`,
      `Digest username="${token}"`,
    ]) {
      const answer = await ask('GET', '/-/npm/v1/user', authorization);
      expect(answer.json, authorization.replace(token, '(token)')).toMatchObject({
        code: 'publish-token-other-request',
      });
    }
    expect(heard()).toEqual([]);
  });
});

describe('P1: what a publish token may do', () => {
  it('whoami names the publisher, by the repository', async () => {
    const answer = await ask('GET', '/-/whoami', `Bearer ${token}`);
    expect(answer.json).toMatchObject({ username: expect.stringMatching(/^publisher /) });
    expect(heard()).toEqual([]);
  });

  it('the packument of its package is read without its authorization, and its one PUT carries the credential of the gate', async () => {
    const missing = await ask('GET', '/@acme%2fconfined', `Bearer ${token}`);
    expect(missing.status).toBe(404);
    const { text } = await publishDocument(NAME, '1.0.0');
    expect((await put(stage.gate, NAME, token, text)).status).toBe(201);
    const read = await ask('GET', '/@acme%2fconfined', basic('publisher', token));
    expect(read.json).toMatchObject({ versions: { '1.0.0': {} } });

    for (const { method, headers } of stage.upstream.seen) {
      const own = method === 'PUT' || headers['cache-control'] === 'no-cache';
      expect(headers.authorization).toBe(own ? `Bearer ${stage.upstream.credential}` : undefined);
    }
    expect(
      JSON.stringify(stage.upstream.seen.map(({ headers, path, body }) => [headers, path, String(body)])),
    ).not.toContain('spt_');
  });

  it('P4: the registry gets a document of the gate: one version, one tag, who published, no maintainers of the client', async () => {
    const [sent] = stage.upstream.puts(NAME);
    const document = JSON.parse(String(sent?.body)) as { versions: Record<string, Record<string, unknown>> };
    expect(document).toMatchObject({ 'dist-tags': { latest: '1.0.0' } });
    expect(Object.keys(document.versions)).toEqual(['1.0.0']);
    expect(document.versions['1.0.0']?.['_npmUser']).toMatchObject({ trustedPublisher: { id: 'bitbucket' } });
  });
});
