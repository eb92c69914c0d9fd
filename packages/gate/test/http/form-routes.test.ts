import { accept, builtInProviders, createIssuerDirectory, refuse } from '@sallyport/trust';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Authority } from '../../src/authority/index.ts';
import { createServer, type HttpParts } from '../../src/http/index.ts';
import { refusal } from '../../src/refusals/index.ts';
import { ADMINISTRATOR, ALICE, formOf } from '../form/world.ts';

const ACME = 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc';
const unasked = (): never => {
  throw new Error('not asked in this test');
};
const { form, fetched } = formOf({ alice: [{ prefix: '@acme/' }] });
let limited = false;

/** A server with the form's real capability; who asks is what the bearer says. */
const parts = {
  exchange: unasked,
  form,
  authority: {
    who: async ({ authorization }) => {
      if (authorization === 'Bearer alice') return accept(ALICE);
      if (authorization === 'Bearer administrator') return accept(ADMINISTRATOR);
      return refuse(refusal('unauthorized', 'Nobody is signed in.'));
    },
  } as Partial<Authority> as Authority,
  upstream: { prefix: '' } as HttpParts['upstream'],
  liveAudit: { close: () => undefined } as Partial<HttpParts['liveAudit']> as HttpParts['liveAudit'],
  issuers: () => createIssuerDirectory({ providers: builtInProviders, configured: [], disabled: [], workspaces: [] }),
  administrators: () => [],
  url: () => 'https://npm.acme.example',
  audience: () => 'npm:npm.acme.example',
  trustProxy: false,
  limitAddress: async () => (limited ? 7 : undefined),
  now: Date.now,
  log: pino({ level: 'silent' }),
  bodyIdleMs: 30_000,
} as Partial<HttpParts> as HttpParts;

let app: FastifyInstance;
beforeAll(async () => {
  app = createServer(parts);
  await app.ready();
});
afterAll(() => app.close());

async function ask(method: 'GET' | 'POST', path: string, body?: object, who: string | undefined = 'alice') {
  const answer = await app.inject({
    method,
    url: `/-/sallyport/v1/${path}`,
    headers: { host: 'npm.acme.example', ...(who === '' ? {} : { authorization: `Bearer ${who}` }) },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, json: answer.json<unknown>(), headers: answer.headers };
}

const preview = { package: '@acme/hello', publisher: { type: 'bitbucket', claims: {} } };

it.each([
  ['POST', 'preview', preview],
  ['POST', 'recognise', { claims: {} }],
  ['GET', 'issuers', undefined],
  ['POST', 'issuers/probe', { type: 'bitbucket', issuer: ACME }],
] as const)('%s %s is for whoever is signed in', async (method, path, body) => {
  expect(await ask(method, path, body, '')).toMatchObject({ status: 401, json: { code: 'unauthorized' } });
  expect((await ask(method, path, body)).status).toBe(200);
});

describe('on the wire', () => {
  it('recognise: text for the form, and what a publisher demands', async () => {
    const claims = { workspaceUuid: '%7B6B8E7A52-4c1d-4f0e-9a63-2d5b8c7f1e90%7D', repositoryUuid: '{x}' };
    expect((await ask('POST', 'recognise', { claims: { iss: ACME, ...claims }, type: 'github' })).json).toEqual({
      type: 'bitbucket',
      title: 'Bitbucket Pipelines',
      issuer: ACME,
      fields: [
        {
          claim: 'workspaceUuid',
          value: '{6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90}',
          demand: '{6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90}',
        },
        {
          claim: 'repositoryUuid',
          value: '{x}',
          mistake: expect.stringMatching(/^Repository UUID is .* must be a UUID/),
        },
      ],
    });
    const lists = { 'oidc.circleci.com/context-ids': ['5e6f7081-92a3-44b5-86c7-d8e9fa0b1c2d', '{y}'] };
    expect((await ask('POST', 'recognise', { claims: lists, type: 'circleci' })).json).toMatchObject({
      fields: [{ claim: 'oidc.circleci.com/context-ids', mistake: expect.any(String) }],
    });
    expect((await ask('POST', 'recognise', { claims: { colour: 'red' } })).json).toEqual({ fields: [] });
  });

  it('preview: mistakes by field; a body of another kind is refused before anything is looked at', async () => {
    expect((await ask('POST', 'preview', preview)).json).toMatchObject({
      mistakes: [{ field: 'claims.workspaceUuid' }, { field: 'claims.repositoryUuid' }],
      audience: 'npm:npm.acme.example',
    });
    for (const body of [{}, { ...preview, more: 1 }, { ...preview, publisher: 'x' }, { ...preview, pasted: [] }]) {
      expect(await ask('POST', 'preview', body), JSON.stringify(body)).toMatchObject({
        status: 400,
        json: { code: 'request-malformed' },
      });
    }
  });

  it('issuers: only what is known of each; a probe is counted by address, and refused before anybody is asked', async () => {
    const { json } = await ask('GET', 'issuers');
    expect(json).toContainEqual({
      provider: 'github',
      title: 'GitHub Actions',
      issuer: 'https://token.actions.githubusercontent.com',
      configured: false,
      default: true,
      private: false,
      insecure: false,
      disabled: false,
    });
    const before = fetched.length;
    limited = true;
    const answer = await ask('POST', 'issuers/probe', { type: 'bitbucket', issuer: ACME.replace('acme', 'other') });
    limited = false;
    expect(answer).toMatchObject({ status: 429, json: { code: 'rate-limited' }, headers: { 'retry-after': '7' } });
    expect(fetched).toHaveLength(before);
  });

  it('providers: what a form is drawn from, with snippets for the package that is asked for', async () => {
    const { json } = await ask('GET', 'providers?package=%40acme%2Fhello', undefined, '');
    const [bitbucket] = json as { fields: readonly object[] }[];
    expect(bitbucket).toMatchObject({
      type: 'bitbucket',
      issuer: {
        pattern: 'https://api.bitbucket.org/2.0/workspaces/{segment}/pipelines-config/identity/oidc',
        sample: ACME,
        unanswered: expect.any(String),
      },
      audience: 'npm:npm.acme.example',
      snippet: { text: expect.stringContaining('@acme/hello') },
      sample: { iss: ACME, branchName: 'main' },
    });
    expect(bitbucket?.fields).toContainEqual(
      expect.objectContaining({
        claim: 'branchName',
        phrase: { preposition: 'on', noun: 'branch' },
        raises: expect.objectContaining({ weight: 1 }),
        stored: 'main',
      }),
    );
    expect(JSON.stringify((await ask('GET', 'providers', undefined, '')).json)).toContain('@scope/name');
    expect(await ask('GET', 'providers?package=a%20b', undefined, '')).toMatchObject({
      status: 400,
      json: { code: 'package-name-invalid' },
    });
  });
});
