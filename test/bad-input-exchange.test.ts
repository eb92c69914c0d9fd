import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, audit, exchange, exchanged, request } from './support/api.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { head, sendRaw } from './support/raw-http.ts';
import { codeOf, expectOneShape, expectRefusal } from './support/refusals.ts';

/** The exchange, asked by everybody but npm. Names and token shapes; the attacks on signed tokens are in packages/trust. */
let stage: TestStage;
let idToken: string;
beforeAll(async () => {
  stage = await startTestStage({ configuration: { exchange: { rateLimit: { perAddress: 0, perRepository: 0 } } } });
  await addPublisher(stage.gate, 'hello', stage.bitbucket);
  idToken = await stage.bitbucket.mint({ audience: stage.audience });
});
afterAll(() => stage.close());

const PATH = '/-/npm/v1/oidc/token/exchange/package';
const post = (init: RequestInit, name = 'hello') =>
  request(`${stage.gate.url}${PATH}/${name}`, { method: 'POST', ...init });
const authorized = (value: string) => post({ headers: { authorization: value } });
const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

describe('authorization', () => {
  it('none: 401, which says that an id_token is missing', async () => {
    expectRefusal(await post({}), 401, 'token-missing');
  });

  it.each([
    ['empty', ''],
    ['a scheme without a token', 'Bearer'],
    ['a scheme and white space', 'Bearer   '],
    ['basic', `Basic ${Buffer.from('user:password').toString('base64')}`],
    ['digest', 'Digest username="a", response="b"'],
    ['negotiate', 'Negotiate YII='],
    ['a scheme that begins like the right one', 'Bearertoken abc'],
  ])('%s: 401', async (_what, value) => {
    expectRefusal(await authorized(value), 401, 'token-missing');
  });

  it('the token under another scheme, or under none, is no bearer', async () => {
    for (const value of [idToken, `JWT ${idToken}`, `Basic ${idToken}`]) {
      expectRefusal(await authorized(value), 401, 'token-missing');
    }
  });

  it('two tokens in one header: 400', async () => {
    expectRefusal(await authorized(`Bearer ${idToken} ${idToken}`), 400, 'token-malformed');
    expectRefusal(await authorized(`Bearer ${idToken}, Bearer ${idToken}`), 400, 'token-malformed');
  });

  it('W2: two Authorization headers: 400, though one of them is good', async () => {
    const both = [`authorization: Bearer ${idToken}`, 'authorization: Bearer x'];
    for (const lines of [both, both.toReversed()]) {
      const [answer] = await sendRaw(stage.gate.url, head(`POST ${PATH}/hello`, ...lines));
      expectRefusal(answer, 400, 'request-malformed');
    }
  });

  it('V1: 16 KiB and one character: 400, before anything of it is read', async () => {
    expectRefusal(await authorized(`Bearer ${'a'.repeat(16 * 1024 + 1)}`), 400, 'token-too-large');
  });

  it('the scheme in any letter case, as RFC 9110 has it', async () => {
    expect((await authorized(`bEaReR ${idToken}`)).status).toBe(201);
  });
});

describe('V1: what is no JWT at all is refused without a look at any issuer', () => {
  const good = encode({ alg: 'RS256', kid: 'k' });
  const shapes: readonly (readonly [string, string])[] = [
    ['one part', 'abc'],
    ['dots alone', '..'],
    ['two parts', `${good}.${encode({})}`],
    ['four parts', `${good}.${encode({})}.AAAA.AAAA`],
    ['five parts, as an encrypted one has', `${good}.AA.AA.AA.AA`],
    ['an empty header', `.${encode({})}.AAAA`],
    ['an empty payload', `${good}..AAAA`],
    ['padding', `${good}.${encode({})}=.AAAA`],
    ['the other base64 alphabet', `${good}.a+/b.AAAA`],
    ['a header of no JSON', `${encode('no json')}.${encode({})}.AAAA`],
    ['a payload of no JSON', `${good}.${encode('{"iss":')}.AAAA`],
    ['a payload that is a list', `${good}.${encode([])}.AAAA`],
    ['a payload that is null', `${good}.${encode('null')}.AAAA`],
    ['a payload that is a text', `${good}.${encode('"iss"')}.AAAA`],
    ['a key twice', `${good}.${encode('{"iss":"a","iss":"b"}')}.AAAA`],
    ['JSON nested a thousand deep', `${good}.${encode(`{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`)}.AAAA`],
    ['bytes of no UTF-8', `${good}.${Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]).toString('base64url')}.AAAA`],
    ['a publish token', `spt_${'a'.repeat(49)}`],
    ['a UUID', 'fa9a1c1e-0b8e-4d2a-9f5e-4a3f0a6c1d2b'],
    ['JSON', '{"iss":"x"}'],
    ['a URL', 'https://bitbucket.org'],
  ];
  it.each(shapes)('%s: 400', async (_what, token) => {
    const answer = await authorized(`Bearer ${token}`);
    expectRefusal(answer, 400, 'token-malformed');
    expect(answer.text, 'the token is not repeated').not.toContain(token.length > 8 ? token : '\0');
  });

  const readable: readonly (readonly [string, unknown, string])[] = [
    ['no issuer', {}, 'claim-missing'],
    ['an issuer that is a number', { iss: 7 }, 'claim-malformed'],
    ['an issuer that nobody configured', { iss: 'https://elsewhere.example' }, 'issuer-unknown'],
    ['an issuer of another protocol', { iss: 'file:///etc/passwd' }, 'issuer-unknown'],
    ['an issuer called __proto__', { iss: '__proto__' }, 'issuer-unknown'],
  ];
  it.each(readable)('%s: 401', async (_what, payload, code) => {
    const answer = await authorized(`Bearer ${good}.${encode(payload)}.AAAA`);
    expectRefusal(answer, answer.status === 400 ? 400 : 401, code);
  });
});

describe('bodies, which mean nothing here', () => {
  it.each([
    ['{"a":', 'application/json'],
    ['<xml/>', 'text/xml'],
    ['a=b', 'application/x-www-form-urlencoded'],
    ['--x', 'multipart/form-data; boundary=x'],
  ])('%s as %s does not disturb', async (body, type) => {
    const answer = await post({ headers: { authorization: `Bearer ${idToken}`, 'content-type': type }, body });
    expect(answer.status).toBe(201);
  });

  it('a type that is none: 400', async () => {
    const answer = await post({ headers: { 'content-type': 'no type at all ;;;' }, body: '{}' });
    expectRefusal(answer, 400, 'request-malformed');
  });

  it('1 MB of it: 413', async () => {
    const [answer] = await sendRaw(stage.gate.url, [
      head(
        `POST ${PATH}/hello`,
        `authorization: Bearer ${idToken}`,
        'content-type: text/plain',
        'content-length: 1000000',
      ),
      Buffer.alloc(1_000_000, 'a'),
    ]);
    expectRefusal(answer, 413, 'body-too-large');
  });

  it('1 MB of it in chunks: 413', async () => {
    const chunk = `2710\r\n${'a'.repeat(10_000)}\r\n`;
    const [answer] = await sendRaw(stage.gate.url, [
      head(
        `POST ${PATH}/hello`,
        `authorization: Bearer ${idToken}`,
        'content-type: text/plain',
        'transfer-encoding: chunked',
      ),
      ...Array.from({ length: 100 }, () => chunk),
      '0\r\n\r\n',
    ]);
    expectRefusal(answer, 413, 'body-too-large');
  });

  it('a small one in chunks does not disturb', async () => {
    const [answer] = await sendRaw(
      stage.gate.url,
      `${head(`POST ${PATH}/hello`, `authorization: Bearer ${idToken}`, 'transfer-encoding: chunked')}2\r\n{}\r\n0\r\n\r\n`,
    );
    expect(answer?.status).toBe(201);
  });
});

describe('W2: names in the address', () => {
  const names: readonly string[] = [
    '..',
    '.',
    '%2e%2e',
    '%2e',
    '.%2e',
    '..%2fhello',
    '%2e%2e%2fhello',
    'hello/..',
    'hello/../hello',
    './hello',
    '%00',
    'hello%00',
    'hello%0a',
    'hello%0d%0aset-cookie:a',
    'hello%7f',
    'hello%5c',
    '%5c%5cserver',
    'hello%252f',
    '%252e%252e',
    '%',
    '%zz',
    '%e0%a4',
    'hello%c0%af',
    '%ff',
    'h%C3%A9llo',
    '%F0%9F%98%80',
    '%E2%80%8Bhello',
    'he%20llo',
    '%20',
    '%2f',
    '//',
    'a'.repeat(215),
    `@a/${'b'.repeat(212)}`,
    'a'.repeat(3000),
    '@a/b/c',
    '@a%2fb%2fc',
    '@',
    '@/',
    '@/x',
    '@%2fx',
    '@x',
    '@x/',
    '@x%2f',
    '@@a/b',
    'a/b',
    'a@b',
    'hello@1.0.0',
    '_hello',
    '.hello',
    'node_modules',
    'favicon.ico',
    'hello;x',
    'hello:x',
    'hello,x',
    "hello'",
    'hello(',
    'hello*',
    '@acme/*',
    'hello!',
    'hello~',
    'hello%23',
    'hello%3f',
    'hello+x%2B ',
    '%D0%BDello',
    'hello%00%2f..',
    '',
  ].map((name) => name.replaceAll(' ', '%20'));

  it.each(names)('%s: 400, no token', async (name) => {
    const [answer] = await sendRaw(
      stage.gate.url,
      head(`POST ${PATH}/${name}`, `authorization: Bearer ${idToken}`, 'content-length: 0'),
    );
    expect(answer?.status).toBe(400);
    expectRefusal(answer, 400, codeOf(answer));
    expect(answer?.json).toMatchObject({ code: expect.stringMatching(/^(package-name-invalid|path-refused)$/) });
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'])(
    'E2: %s is a package without a publisher, or no name, and no property of an object',
    async (name) => {
      const answer = await exchange(stage.gate, name, idToken);
      expect([400, 404]).toContain(answer.status);
      expectOneShape(answer);
    },
  );

  it('every way to write one name asks for that one package', async () => {
    await addPublisher(stage.gate, '@acme/spelled', stage.bitbucket);
    for (const name of [
      '@acme/spelled',
      '@acme%2fspelled',
      '@acme%2Fspelled',
      '%40acme%2fspelled',
      '@%61cme/%73pelled',
    ]) {
      const [answer] = await sendRaw(
        stage.gate.url,
        head(`POST ${PATH}/${name}`, `authorization: Bearer ${idToken}`, 'content-length: 0'),
      );
      expect(answer?.status, name).toBe(201);
    }
    const entries = await audit(stage.gate, 'package=@acme%2Fspelled&kind=exchange');
    expect(entries.map((entry) => entry.package)).toEqual(Array(5).fill('@acme/spelled'));
  });
});

it('after all of this a good run still gets its token, and the gate has logged no fault', async () => {
  await exchanged(stage.gate, 'hello', await stage.bitbucket.mint({ audience: stage.audience }));
  expect(stage.gate.log()).not.toMatch(/"level":(50|60)|fault/);
});
