import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonScanner } from '../../src/publish/guard/json/index.ts';
import { chunks, recordings } from './make-document.ts';

interface Scan {
  readonly value: unknown;
  readonly handedOut: string;
  readonly problem: string | undefined;
}

const isData = (path: readonly (string | undefined)[]): boolean => path[0] === '_attachments' && path[2] === 'data';

function scan(text: string | Buffer, size: number, maxBytes = 1_000_000, handsOut = isData): Scan {
  const scanner = new JsonScanner({ maxBytes, handsOut });
  let handedOut = '';
  for (const chunk of chunks(Buffer.from(text), size)) {
    for (const piece of scanner.write(chunk)) if (piece.kind === 'bytes') handedOut += piece.bytes.toString();
  }
  const value = scanner.finish();
  return { value, handedOut, problem: scanner.problem?.why };
}

describe('P2: the scanner reads what JSON.parse reads', () => {
  it.each(recordings)('%s, in chunks of 1 to 400 bytes', (_, body) => {
    const expected: unknown = JSON.parse(body.toString(), (key, value: unknown) => (key === 'data' ? '' : value));
    const data = /"_attachments":.*?"data":"([^"\\]*)"/s.exec(body.toString())?.[1];
    for (let size = 1; size <= 400; size++) {
      const got = scan(body, size, 1_000_000, (path) => isData(path) && path[1]?.endsWith('.tgz') === true);
      expect(got.handedOut).toBe(data);
      expect(JSON.parse(JSON.stringify(got.value), (key, value: unknown) => (key === 'data' ? '' : value))).toEqual(
        expected,
      );
    }
  });

  const anyJson = fc.json({ stringUnit: 'grapheme' }).filter((text) => !text.includes('__proto__'));

  it('P2: any JSON, in chunks of any size', () => {
    fc.assert(
      fc.property(anyJson, fc.integer({ min: 1, max: 400 }), fc.constantFrom(undefined, 2), (json, size, space) => {
        const value: unknown = JSON.parse(json);
        expect(scan(JSON.stringify(value, null, space), size, 1_000_000, () => false)).toEqual({
          value,
          handedOut: '',
          problem: undefined,
        });
      }),
    );
  });

  it('P2: never accepts what JSON.parse refuses, one byte changed', () => {
    fc.assert(
      fc.property(
        anyJson,
        fc.nat(),
        fc.integer({ min: 32, max: 126 }),
        fc.integer({ min: 1, max: 9 }),
        (json, at, byte, size) => {
          const bytes = Buffer.from(json);
          bytes[at % bytes.length] = byte;
          const { value, problem } = scan(bytes, size, 1_000_000, () => false);
          if (problem === undefined) expect(value).toEqual(JSON.parse(bytes.toString()));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('P2: two readers of the JSON could see different things', () => {
  it.each([
    ['a repeated key', '{"a":1,"b":{},"a":2}'],
    ['a repeated key below', '{"x":[{"a":1,"a":1}]}'],
    ['a repeated key, once with an escape', '{"scripts":1,"\\u0073cripts":2}'],
    ['a repeated key behind a nested object', '{"a":{"b":1},"a":1}'],
  ])('%s', (_, text) => {
    for (let size = 1; size <= text.length; size++) expect(scan(text, size).problem).toContain('twice');
  });

  it.each(['{"__proto__":1}', '{"a":{"__pr\\u006fto__":{}}}'])('%s', (text) => {
    expect(scan(text, 3).problem).toContain('__proto__');
  });

  it.each([
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d])],
    ['an overlong form', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ])('%s', (_, bytes) => {
    expect(scan(bytes, 2).problem).toContain('UTF-8');
  });

  it.each(['{"a":1}x', '{"a":1}{"a":1}', '{"a":1', '', '\u{feff}{}', '{"a":1,}', '}', '[}', '{"a" "b"}', "{'a':1}"])(
    'no JSON: %s',
    (text) => {
      expect(scan(text, 2).problem).toBeDefined();
    },
  );

  it('the same key in two objects, or as a value, is no repetition', () => {
    expect(scan('{"a":{"a":"a"},"b":["a","a",{"a":1}]}', 1).problem).toBeUndefined();
  });

  it('limits hold: nesting, size, number of items', () => {
    expect(scan('['.repeat(64) + ']'.repeat(64), 9).problem).toBeUndefined();
    expect(scan('['.repeat(65) + ']'.repeat(65), 9).problem).toContain('deeper');
    expect(scan('"123"', 2, 5).problem).toBeUndefined();
    expect(scan('"1234"', 2, 5).problem).toContain('larger');
    expect(scan(`[${'0,'.repeat(1_000_001)}0]`, 65_536, 1e8).problem).toContain('items');
  });

  it('handed-out data does not count as kept, and an escape in it is handed out too', () => {
    const text = JSON.stringify({ _attachments: { x: { data: 'A'.repeat(5000) } } });
    expect(scan(text, 7, 64).handedOut).toHaveLength(5000);
    expect(scan('{"_attachments":{"x":{"data":"A\\u0041"}}}', 1).handedOut).toBe('A\\u0041');
  });
});
