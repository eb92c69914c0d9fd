import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from './support/api.ts';
import { addPublisher, exchanged } from './support/api.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { head, sendRaw } from './support/raw-http.ts';
import { type RecordingRegistry, startRecordingRegistry } from './support/recording-registry.ts';
import { expectOneShape } from './support/refusals.ts';

/** Whatever stands in the request line and in Authorization, in front of a registry that remembers what reached it. */
let registry: RecordingRegistry;
let stage: TestStage;
let idToken: string;
let publishToken: string;
beforeAll(async () => {
  registry = await startRecordingRegistry();
  stage = await startTestStage({
    configuration: { upstream: { url: `${registry.url}/repository/npm`, kind: 'generic' } },
  });
  await addPublisher(stage.gate, 'hello', stage.bitbucket);
  idToken = await stage.bitbucket.mint({ audience: stage.audience });
  publishToken = await exchanged(stage.gate, 'hello', idToken);
});
beforeEach(() => {
  registry.seen.length = 0;
});
afterAll(async () => {
  await stage.close();
  await registry.close();
});

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const method = fc.constantFrom(...METHODS);

/** Targets made of what two readers could understand differently, and of the gate's own words. */
const pieces = [
  '/',
  '/',
  '/',
  '.',
  '..',
  '%2e',
  '%2f',
  '%2F',
  '%5c',
  '%00',
  '%25',
  '%',
  '@',
  '%40',
  '-',
  '%2d',
  '*',
  ';',
  ':',
  '?',
  '#',
  '&',
  '=',
  'hello',
  '@acme',
  'trust',
  'package',
  '-/package',
  '-/sallyport',
  '-/stage',
  'v1',
  'check',
  'repository',
  'npm',
  '%C3%A9',
  '\xe9',
  '\\',
  '-/npm/v1/oidc/token/exchange/package',
  'whoami',
  '-/user/org.couchdb.user:a',
  '-/v1/login',
  'dist-tags',
  '%73allyport',
  '-rev',
];
const target = fc.array(fc.constantFrom(...pieces), { maxLength: 10 }).map((some) => `/${some.join('')}`);

async function answerTo(verb: string, path: string, authorization?: string): Promise<Answer | undefined> {
  const headers = authorization === undefined ? [] : [`authorization: ${authorization}`];
  const [answer] = await sendRaw(stage.gate.url, head(`${verb} ${path}`, 'content-length: 0', ...headers), {
    bodyless: verb === 'HEAD',
  });
  return answer;
}

function isProper(answer: Answer | undefined, what: string): void {
  expect(answer, what).toBeDefined();
  expect(answer?.status, `${what}: ${answer?.text}`).toBeLessThan(500);
  // What the registry answers passes as it is; everything of ours has one shape.
  if (answer !== undefined && answer.status >= 400 && answer.text !== '' && answer.text !== '{"error":"not found"}') {
    expectOneShape(answer);
  }
}

describe('whatever the target', () => {
  it('W2: it is answered without a fault, and what reaches the registry is one plain path under its prefix', async () => {
    await fc.assert(
      fc.asyncProperty(
        method,
        target,
        fc.constantFrom(undefined, 'Bearer npm_somebody'),
        async (verb, path, bearer) => {
          registry.seen.length = 0;
          isProper(await answerTo(verb, path, bearer), `${verb} ${path}`);
          for (const { url } of registry.seen) {
            expect(url).toMatch(/^\/repository\/npm\//);
            const [sent = ''] = url.split('?');
            expect(sent).not.toMatch(/\/\.{0,2}(\/|$)(?!$)|%2e|%25|%00|%5c|\\|#/i);
            const decoded = decodeURIComponent(sent.slice('/repository/npm'.length));
            expect(decoded).not.toMatch(/^\/-\/(sallyport|stage|npm\/v1\/oidc\/token\/exchange\/package)(\/|$)/);
            expect(decoded).not.toMatch(/^\/-\/package\/(@[^/]+\/)?[^/@]+\/trust(\/|$)/);
          }
        },
      ),
      { numRuns: 600 },
    );
  });

  it('any text at all', async () => {
    await fc.assert(
      fc.asyncProperty(method, fc.string({ unit: 'binary', maxLength: 60 }), async (verb, text) => {
        const path = Buffer.from(text, 'utf8')
          .toString('latin1')
          .replace(/[\r\n ]/g, '_');
        isProper(await answerTo(verb, `/${path}`), `${verb} ${JSON.stringify(path)}`);
      }),
      { numRuns: 300 },
    );
  });
});

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('whatever the authorization', () => {
  const secret = fc.constantFrom('publish token', 'id_token', 'administrator').map((kind) => ({
    kind,
    text: () =>
      ({ 'publish token': publishToken, id_token: idToken, administrator: stage.gate.administratorToken })[kind] ?? '',
  }));
  const wrapped = fc.constantFrom<(text: string) => string>(
    (text) => `Bearer ${text}`,
    (text) => `bearer\t${text}  `,
    (text) => `Basic ${base64(`alice:${text}`)}`,
    (text) => `Basic ${base64(`${text}:x`)}`,
    (text) => `Basic ${base64(text)}`,
    (text) => `token ${text}`,
    (text) => text,
  );
  const path = fc.constantFrom(
    '/hello',
    '/@acme/x',
    '/hello/-/hello-1.0.0.tgz',
    '/-/whoami',
    '/-/v1/search?text=x',
    '/-/package/hello/dist-tags/latest',
    '/-/npm/v1/tokens',
    '/-/user/org.couchdb.user:a',
    '/hello/-rev/1-0',
  );

  it('W1: no secret of ours reaches the registry, in any place of any request', async () => {
    await fc.assert(
      fc.asyncProperty(method, path, secret, wrapped, async (verb, where, { kind, text }, wrap) => {
        registry.seen.length = 0;
        isProper(await answerTo(verb, where, wrap(text())), `${verb} ${where} with ${kind}`);
        for (const { rawHeaders, url } of registry.seen) {
          const sent = [url, ...rawHeaders].join('\n');
          expect(sent).not.toContain(text());
          expect(sent.toLowerCase()).not.toContain('authorization');
        }
      }),
      { numRuns: 400 },
    );
  });

  it('P1: with a publish token nothing but GETs of its packument reaches the registry', async () => {
    await fc.assert(
      fc.asyncProperty(method, fc.oneof(path, target), async (verb, where) => {
        registry.seen.length = 0;
        isProper(await answerTo(verb, where, `Bearer ${publishToken}`), `${verb} ${where}`);
        for (const seen of registry.seen) expect(seen).toMatchObject({ url: '/repository/npm/hello' });
        for (const seen of registry.seen) expect(['GET', 'HEAD']).toContain(seen.method);
      }),
      { numRuns: 400 },
    );
  });

  it('any text at all', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 80 }),
      fc
        .tuple(fc.constantFrom('Bearer ', 'Basic ', 'Digest '), fc.base64String({ maxLength: 80 }))
        .map((pair) => pair.join('')),
    );
    await fc.assert(
      fc.asyncProperty(method, path, text, async (verb, where, value) => {
        isProper(
          await answerTo(verb, where, value.replace(/[\r\n\0]/g, ' ')),
          `${verb} ${where} ${JSON.stringify(value)}`,
        );
      }),
      { numRuns: 300 },
    );
  });
});

it('after all of this the gate has logged no fault', () => {
  expect(
    stage.gate
      .log()
      .split('\n')
      .filter((line) => /"level":(50|60)|fault/.test(line))
      .slice(0, 3),
  ).toEqual([]);
});
