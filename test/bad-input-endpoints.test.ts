import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkBody, tree, trustBody } from './support/any-json.ts';
import { type Answer, addPublisher, audit, request } from './support/api.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { head, sendRaw } from './support/raw-http.ts';
import { expectOneShape, expectRefusal } from './support/refusals.ts';

/** Trust, check and audit, asked nonsense: by the administrator, who gets furthest. */
let stage: TestStage;
let publisher: string;
beforeAll(async () => {
  stage = await startTestStage({ configuration: { exchange: { rateLimit: { perAddress: 0, perRepository: 0 } } } });
  publisher = await addPublisher(stage.gate, 'hello', stage.bitbucket);
});
afterAll(() => stage.close());

const TRUST = '/-/package/hello/trust';
const CHECK = '/-/sallyport/v1/check';
const AUDIT = '/-/sallyport/v1/audit';

function send(method: string, path: string, body?: string, type = 'application/json'): Promise<Answer> {
  const headers = { authorization: `Bearer ${stage.gate.administratorToken}` };
  return request(stage.gate.url + path, {
    method,
    ...(body === undefined ? { headers } : { headers: { ...headers, 'content-type': type }, body }),
  });
}

/** The three endpoints that take a body. */
const takers = (): readonly (readonly [string, string])[] => [
  ['POST', TRUST],
  ['PATCH', `${TRUST}/${publisher}`],
  ['POST', CHECK],
];

describe('bodies', () => {
  it.each<readonly [string, string | undefined, string | undefined, number]>([
    ['no JSON', 'hello', undefined, 400],
    ['half of a JSON', '[{"type":"bitbu', undefined, 400],
    ['two JSONs', '{}{}', undefined, 400],
    ['nothing', '', undefined, 400],
    ['a body of another type', '[]', 'text/plain', 400],
    ['a form', 'a=b', 'application/x-www-form-urlencoded', 400],
    ['a type that is none', '[]', ';;;', 400],
    ['null', 'null', undefined, 400],
    ['a number', '7', undefined, 400],
    ['a text', '"bitbucket"', undefined, 400],
    ['true', 'true', undefined, 400],
    ['a list in a list', '[[]]', undefined, 400],
    ['lists nested 20,000 deep', '['.repeat(20_000) + ']'.repeat(20_000), undefined, 400],
    ['objects nested 9,000 deep', '{"a":'.repeat(9_000) + '1' + '}'.repeat(9_000), undefined, 400],
    [
      'claims nested 9,000 deep',
      `{"package":"hello","type":"bitbucket","claims":{"a":${'['.repeat(9_000)}${']'.repeat(9_000)}}}`,
      undefined,
      400,
    ],
    ['a list of 20,000', `[${'7,'.repeat(20_000)}7]`, undefined, 400],
    ['a key called __proto__', '{"__proto__":{"type":"bitbucket"}}', undefined, 400],
    ['a key called __proto__, deeper', '{"package":"hello","claims":{"__proto__":{"iss":"x"}}}', undefined, 400],
    ['a constructor with a prototype', '{"constructor":{"prototype":{"type":"bitbucket"}}}', undefined, 400],
    ['bytes of no UTF-8 in a key', '{"\\ud800":1}', undefined, 400],
    ['64 KiB and one byte', `[${' '.repeat(64 * 1024 - 1)}]`, undefined, 413],
  ])('%s: refused, and nothing is changed', async (_what, body, type, status) => {
    const before = await audit(stage.gate, 'kind=trust');
    for (const [method, path] of takers()) {
      const answer = await send(method, path, body, type);
      expect(answer.status, `${method} ${path} ${answer.text.slice(0, 200)}`).toBe(status);
      expectOneShape(answer);
    }
    expect(await audit(stage.gate, 'kind=trust')).toEqual(before);
  });

  it('A2: what stands in a body that cannot be read is not repeated', async () => {
    const answer = await send('POST', CHECK, '{"token": eyJhbGciOiJSUzI1NiJ9.secret.secret}');
    expectRefusal(answer, 400, 'request-malformed');
    expect(answer.text).not.toContain('eyJ');
    expect(stage.gate.log()).not.toContain('eyJhbGciOiJSUzI1NiJ9.secret');
  });

  it('a compressed one is not read: 400', async () => {
    for (const [method, path] of takers()) {
      const answer = await request(stage.gate.url + path, {
        method,
        headers: {
          authorization: `Bearer ${stage.gate.administratorToken}`,
          'content-type': 'application/json',
          'content-encoding': 'gzip',
        },
        body: Buffer.from('1f8b0800000000000003', 'hex'),
      });
      expect(answer.status).toBe(400);
      expectOneShape(answer);
    }
  });

  it('one that ends before its length says: the connection ends, nothing else', async () => {
    const answers = await sendRaw(
      stage.gate.url,
      `${head(`POST ${CHECK}`, 'content-type: application/json', 'content-length: 100')}{"package":`,
      { end: true },
    );
    for (const answer of answers) expectOneShape(answer);
    expect((await send('GET', TRUST)).status).toBe(200);
  });
});

const properly = (answer: Answer) => {
  expect(answer.status, answer.text).toBeLessThan(500);
  if (answer.status >= 400) expectOneShape(answer);
};

describe('whatever JSON is sent, it is answered, never with a fault', () => {
  it('POST and PATCH of a trusted publisher', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(tree, trustBody, fc.array(trustBody, { maxLength: 3 })), async (body) => {
        for (const [method, path] of takers().slice(0, 2)) properly(await send(method, path, JSON.stringify(body)));
      }),
      { numRuns: 300 },
    );
  });

  it('POST of a check', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(tree, checkBody), async (body) => {
        properly(await send('POST', CHECK, JSON.stringify(body)));
      }),
      { numRuns: 400 },
    );
  });

  it('a check of claims as the providers have them, one of them wrong', async () => {
    const issuers = [stage.bitbucket, stage.github, stage.gitlab, stage.circleci];
    const examples = issuers.map((issuer) => ({
      iss: issuer.url,
      ...issuer.provider.token.derive(issuer.provider.token.example, issuer.url),
    }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...examples), fc.nat(30), tree, async (example, at, wrong) => {
        const names = Object.keys(example);
        const wrongClaim = names[at % names.length] ?? 'iss';
        const body = { package: 'hello', claims: { ...example, [wrongClaim]: wrong } };
        properly(await send('POST', CHECK, JSON.stringify(body)));
      }),
      { numRuns: 200 },
    );
  });

  it('queries of the audit', async () => {
    const parameter = fc.tuple(
      fc.oneof(fc.constantFrom('package', 'kind', 'outcome', 'before', 'limit'), fc.webQueryParameters()),
      fc.oneof(
        fc.constantFrom(
          '%00',
          '%zz',
          '-1',
          '0',
          '1e3',
          '9'.repeat(15),
          '9'.repeat(400),
          '',
          '%F0%9F%98%80',
          '[]',
          "' OR 1=1--",
        ),
        fc.webQueryParameters(),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(parameter, { maxLength: 4 }), async (parameters) => {
        const query = parameters.map(([name, value]) => `${name}=${value}`).join('&');
        properly(await send('GET', `${AUDIT}?${query}`));
      }),
      { numRuns: 200 },
    );
  });
});

describe('queries and ids', () => {
  it.each([
    'limit=many',
    'limit=-1',
    'limit=1.5',
    'before=now',
    'before=9e9',
    'page=2',
    'limit=1&limit=2',
    'package=a&package=b',
    'kind=%00',
    'package=%00',
  ])('the audit with ?%s: 400', async (query) => {
    expectRefusal(await send('GET', `${AUDIT}?${query}`), 400, 'request-malformed');
  });

  it.each([
    '7',
    '__proto__',
    '%7Bid%7D',
    'a'.repeat(2_000),
    '%F0%9F%98%80',
    `${'0'.repeat(8)}-0000-0000-0000-00000000000g`,
  ])('an id that is none, %s: 400', async (id) => {
    for (const method of ['DELETE', 'PATCH']) {
      const answer = await send(method, `${TRUST}/${id}`, method === 'PATCH' ? '{}' : undefined);
      expect(answer.status, answer.text).toBe(400);
      expectOneShape(answer);
    }
  });

  it.each(['..%2fx', '%00', 'a%252f', 'a'.repeat(215), '@acme%2f', '*', '@*%2fx', 'h%C3%A9llo'])(
    'a name that is none, %s: 400',
    async (name) => {
      for (const method of ['GET', 'POST']) {
        const [answer] = await sendRaw(
          stage.gate.url,
          head(
            `${method} /-/package/${name}/trust`,
            `authorization: Bearer ${stage.gate.administratorToken}`,
            'content-length: 0',
          ),
        );
        expect(answer?.status, answer?.text).toBe(400);
        if (answer !== undefined) expectOneShape(answer);
      }
    },
  );

  it.each(['PUT', 'OPTIONS', 'DELETE'])('%s on the list of publishers: 404', async (method) => {
    expectRefusal(await send(method, TRUST), 404, 'not-found');
  });

  it.each(['/v1', '/v1/', '/v1/check/', '/v1/check/x', '/v1/audit/1/x', '/v1/health', '/v1/openapi.json/'])(
    'nothing is at /-/sallyport%s: 404, and the upstream is not asked',
    async (path) => {
      expectRefusal(await send('GET', `/-/sallyport${path}`), 404, 'not-found');
    },
  );
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
