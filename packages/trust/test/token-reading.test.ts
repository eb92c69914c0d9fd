import * as fc from 'fast-check';
import { base64url } from 'jose';
import { describe, expect, it } from 'vitest';
import { MAX_ID_TOKEN_BYTES, MAX_JSON_DEPTH } from '../src/limits.ts';
import { decodeBase64url } from '../src/token/base64url.ts';
import { parseStrictObject, peekIssuer, readToken } from '../src/token/index.ts';
import { MILL, millClaims, signToken } from './support/verify-token.ts';

describe('base64url', () => {
  it('V1: decodes whatever a canonical encoder writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(decodeBase64url(base64url.encode(bytes))).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it('V1: accepts nothing that a canonical encoder would write otherwise', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...Array.from('AQgwEIM_-z9+/= \n.')), maxLength: 9 });
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string({ maxLength: 9 })), (text) => {
        const bytes = decodeBase64url(text);
        expect(bytes === undefined ? isCanonical(text) : base64url.encode(bytes) === text).toBe(bytes !== undefined);
      }),
      { numRuns: 2000 },
    );
  });
});

/** Asked of Node's decoder, which reads everything: only the canonical spelling survives the way there and back. */
const isCanonical = (text: string): boolean => Buffer.from(text, 'base64url').toString('base64url') === text;

/** A JSON string with every character escaped. */
const escaped = (key: string): string =>
  `"${Array.from(key, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
const wrapped = (text: string) => fc.constantFrom(text, `{"outer":${text}}`, `{"list":[1,{"in":${text}}]}`);
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('JSON', () => {
  const objects = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }));

  it('V1: reads every object that JSON.stringify writes, whatever its strings hold', () => {
    fc.assert(
      fc.property(objects, fc.constantFrom(undefined, 1, '\t'), (object, space) => {
        const text = JSON.stringify(object, undefined, space);
        expect(parseStrictObject(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('V1: refuses an object in which any key stands twice, at any depth and however it is escaped', () => {
    const twice = fc
      .tuple(fc.string({ unit: 'binary-ascii' }), objects, fc.jsonValue({ maxDepth: 2 }))
      .chain(([key, object, value]) => {
        const { [key]: _, ...rest } = object;
        const others = JSON.stringify(rest).slice(1, -1);
        const between = others === '' ? '' : `${others},`;
        return wrapped(`{${JSON.stringify(key)}:1,${between}${escaped(key)} : ${JSON.stringify(value)}}`);
      });
    fc.assert(
      fc.property(twice, (text) => {
        expect(JSON.parse(text)).toBeDefined();
        expect(parseStrictObject(text)).toBeUndefined();
      }),
    );
  });

  it('V1: a key may stand in several objects, and in strings', () => {
    const text = '{"a":{"b":1},"c":[{"b":2},{"b":3}],"b":"\\"b\\":4,{\\"b\\":5}","d":["b","b"]}';
    expect(parseStrictObject(text)).toEqual(JSON.parse(text));
  });

  it('V1: nesting ends at its limit', () => {
    expect(parseStrictObject(nested(MAX_JSON_DEPTH))).toBeDefined();
    expect(parseStrictObject(nested(MAX_JSON_DEPTH + 1))).toBeUndefined();
  });
});

describe('the token', () => {
  it('V1: any text is a value or a refusal, never a fault', () => {
    const parts = fc.array(fc.oneof(fc.base64String(), fc.json().map(base64url.encode), fc.string()), { maxLength: 4 });
    fc.assert(
      fc.property(
        parts.map((list) => list.join('.')),
        (text) => {
          const read = readToken(text);
          if (!read.ok) expect(read.refusal.reason).toMatch(/^token-(missing|malformed|too-large)$/);
        },
      ),
    );
  });

  it('V1: a token of exactly the limit is read, one byte more is not', async () => {
    const short = await signToken({ claims: { filler: '' } });
    const size = Math.floor(((MAX_ID_TOKEN_BYTES - short.length) * 3) / 4);
    const longest = await signToken({ claims: { filler: 'x'.repeat(size) } });
    expect(longest.length).toBeGreaterThan(MAX_ID_TOKEN_BYTES - 3);
    expect(readToken(longest)).toMatchObject({ ok: true });
    expect(readToken(await signToken({ claims: { filler: 'x'.repeat(size + 3) } }))).toEqual({
      ok: false,
      refusal: { reason: 'token-too-large' },
    });
  });

  it('V2: peeking gives the issuer and nothing else', async () => {
    expect(peekIssuer(await signToken())).toEqual({ ok: true, value: MILL });
  });

  it('V1: peeking reads nothing from a token that is not strictly one', async () => {
    expect(peekIssuer(`${await signToken()}=`)).toMatchObject({ ok: false, refusal: { reason: 'token-malformed' } });
  });

  it('A2: no part of a token stands in its refusal', async () => {
    const token = await signToken({ payloadText: `{"secret":1,"secret":${JSON.stringify(millClaims)}}` });
    const shown = JSON.stringify(readToken(token));
    for (const part of [...token.split('.'), 'secret']) expect(shown).not.toContain(part);
  });
});
