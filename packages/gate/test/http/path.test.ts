import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePath, readPath } from '../../src/http/path.ts';

const segmentsOf = (target: string): readonly string[] | undefined => {
  const read = readPath(target);
  return read.ok ? read.value.segments : undefined;
};

describe('readPath', () => {
  it.each([
    ['%25', '/hello%2525'],
    ['%25 before the query', '/%252e%252e/hello?x'],
    ['..', '/a/../b'],
    ['.. at the end', '/a/..'],
    ['. alone', '/.'],
    ['.. encoded', '/a/%2e%2E/b'],
    ['.. behind an encoded slash', '/a%2f..%2fb'],
    ['a backslash', '/a\\b'],
    ['a backslash encoded', '/a%5cb'],
    ['NUL', '/a%00b'],
    ['a line feed', '/a%0ab'],
    ['DEL', '/a%7fb'],
    ['a C1 control', '/a%c2%85b'],
    ['an empty segment', '/a//b'],
    ['two slashes first', '//elsewhere.example/a'],
    ['an empty segment encoded', '/a%2f%2fb'],
    ['absolute form', 'http://elsewhere.example/a'],
    ['no slash first', 'a/b'],
    ['an asterisk', '*'],
    ['nothing', ''],
    ['half an escape', '/a%'],
    ['an escape of no hexadecimal', '/a%zz'],
    ['an overlong /', '/a%c0%afb'],
    ['a surrogate in UTF-8', '/a%ed%a0%80b'],
    ['a fragment', '/a#b'],
    ['a fragment behind a query', '/a?b#c'],
  ])('W2: %s is refused', (_what, target) => {
    expect(readPath(target)).toMatchObject({ ok: false, refusal: { code: 'path-refused' } });
  });

  it('W2: whatever comes, it is a path or a refusal, never a fault', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), odd), (target) => {
        const read = readPath(target);
        if (!read.ok) return;
        for (const segment of read.value.segments) expect(['.', '..']).not.toContain(segment);
        expect(read.value.segments.join('')).not.toMatch(/[/\\]|\p{Cc}/u);
      }),
      { numRuns: 5_000 },
    );
  });
});

/** Targets made of what two readers could understand differently. */
const odd = fc
  .array(
    fc.constantFrom(
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
      'a',
      'é',
      '%c3%a9',
      '?',
      '#',
      ':',
      ';',
      '%3b',
      ' ',
      '%20',
      'trust',
      'package',
    ),
    { maxLength: 12 },
  )
  .map((pieces) => `/${pieces.join('')}`);

describe('encodePath', () => {
  it('W2: what is forwarded reads as the very path that was decided on', () => {
    fc.assert(
      fc.property(odd, (target) => {
        const read = readPath(target);
        if (!read.ok) return;
        const sent = encodePath(read.value);
        const again = readPath(sent);
        expect(again).toEqual(read);
        expect(again.ok && encodePath(again.value)).toBe(sent);
      }),
      { numRuns: 5_000 },
    );
  });

  it('W2: nothing in it needs a second reading: plain characters, and escapes of what is not plain', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 6 }), { minLength: 1, maxLength: 5 }),
        (segments) => {
          const sent = encodePath({ segments, query: '' });
          expect(sent).toMatch(/^(?:[A-Za-z0-9/._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*$/);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['/@acme/hello', '/@acme%2fhello'],
    ['/@acme%2Fhello', '/@acme%2fhello'],
    ['/%40acme%2fhello', '/@acme%2fhello'],
    ['/@acme%2fhello/-/hello-1.0.0.tgz', '/@acme/hello/-/hello-1.0.0.tgz'],
    ['/-/package/@acme/hello/dist-tags', '/-/package/@acme%2fhello/dist-tags'],
    ['/-/user/org.couchdb.user:alice', '/-/user/org.couchdb.user:alice'],
    ['/%68ello', '/hello'],
    ['/hello/', '/hello/'],
    ['/', '/'],
    ['/-/v1/search?text=a%2Fb', '/-/v1/search?text=a%2Fb'],
  ])('%s goes on as %s, which is how npm writes it', (target, sent) => {
    const read = readPath(target);
    expect(read.ok && encodePath(read.value)).toBe(sent);
  });

  it('a tarball of a scoped package under its plain spelling keeps its three parts', () => {
    expect(segmentsOf('/@acme/hello/-/hello-1.0.0.tgz')).toEqual(['@acme', 'hello', '-', 'hello-1.0.0.tgz']);
  });
});
