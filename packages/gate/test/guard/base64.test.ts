import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Base64Decoder } from '../../src/publish/guard/document/base64.ts';
import { chunks } from './make-document.ts';

function decode(text: string, size: number): Buffer | undefined {
  const decoder = new Base64Decoder();
  const parts: Buffer[] = [];
  for (const chunk of chunks(Buffer.from(text, 'latin1'), size)) {
    const bytes = decoder.write(chunk);
    if (bytes === undefined) return undefined;
    parts.push(bytes);
  }
  const rest = decoder.end();
  return rest === undefined ? undefined : Buffer.concat([...parts, rest]);
}

describe('P2: strict base64', () => {
  it('decodes any bytes in chunks of any size', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 50 }), (bytes, size) => {
        expect(decode(Buffer.from(bytes).toString('base64'), size)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('decodes more than it hands on at once', () => {
    const bytes = randomBytes(1_000_000);
    for (const size of [1_000, 65_536, 700_000])
      expect(decode(bytes.toString('base64'), size)?.equals(bytes)).toBe(true);
  });

  it('accepts exactly the texts that encoding can give, in chunks of any size', () => {
    const character = fc.constantFrom(
      'A',
      'Z',
      'a',
      'z',
      '0',
      '9',
      '+',
      '/',
      '=',
      '=',
      '-',
      '_',
      ' ',
      '\n',
      '\\',
      '\u00ff',
    );
    const text = fc.array(character, { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 13 }), (text, size) => {
        const strict = Buffer.from(text, 'base64').toString('base64') === text;
        expect(decode(text, size) !== undefined).toBe(strict);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['A', 'AA', 'AAA', 'AB==', 'AAB=', 'AA==AA==', 'AAAA\n', 'AA-_', 'AA A', '====', 'A==='])(
    'refuses %j',
    (text) => {
      for (let size = 1; size <= 8; size++) expect(decode(text, size)).toBeUndefined();
    },
  );
});
