import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashToken, isWellFormed, newPublishToken, TOKEN_PREFIX } from '../src/tokens/index.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

it.each([
  'spt_00000000000000000000000000000000000000000002CZclj',
  'spt_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ4FLuWK',
  'spt_000000000000000000000000000000000000000010900O43I', // a small CRC-32: padded with zeros
])('a secret scanner that computes the checksum by itself knows a real token: %s', (token) => {
  expect(isWellFormed(token)).toBe(true);
});

it('a new token is well formed, of the promised length, and never the same', () => {
  const tokens = Array.from({ length: 1000 }, newPublishToken);
  expect(new Set(tokens).size).toBe(tokens.length);
  for (const token of tokens) {
    expect(token).toMatch(/^spt_[0-9A-Za-z]{49}$/);
    expect(isWellFormed(token)).toBe(true);
  }
});

it('the whole alphabet is drawn, each character about as often as the others', () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 2000; i++)
    for (const character of newPublishToken().slice(4, 47)) counts.set(character, (counts.get(character) ?? 0) + 1);
  const expected = (2000 * 43) / ALPHABET.length;
  // Seven standard deviations: reducing bytes modulo 62 without throwing any away would put eight characters 20% above.
  const tolerance = 7 * Math.sqrt(expected);
  for (const character of ALPHABET) expect(Math.abs((counts.get(character) ?? 0) - expected)).toBeLessThan(tolerance);
  expect(counts.size).toBe(ALPHABET.length);
});

it('one changed, missing or added character is no token: a mistyped one is told from an unknown one', () => {
  const token = fc.constant(0).map(() => newPublishToken());
  fc.assert(
    fc.property(token, fc.nat({ max: 48 }), fc.constantFrom(...ALPHABET.split('')), (text, index, character) => {
      const at = TOKEN_PREFIX.length + index;
      fc.pre(text[at] !== character);
      expect(isWellFormed(text.slice(0, at) + character + text.slice(at + 1))).toBe(false);
      expect(isWellFormed(text.slice(0, at) + text.slice(at + 1))).toBe(false);
      expect(isWellFormed(text + character)).toBe(false);
    }),
  );
});

it.each([
  '',
  'spt_',
  ' spt_00000000000000000000000000000000000000000002CZclj',
  'spt_00000000000000000000000000000000000000000002CZclj\n',
  'SPT_00000000000000000000000000000000000000000002CZclj',
  'npm_00000000000000000000000000000000000000000002CZclj',
])('what only looks like a token (%j) is none', (text) => {
  expect(isWellFormed(text)).toBe(false);
});

it('A2: what is kept of a token is its SHA-256, in hexadecimal', () => {
  const token = newPublishToken();
  expect(hashToken(token)).toBe(createHash('sha256').update(token).digest('hex'));
});
