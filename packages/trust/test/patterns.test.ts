import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../src/patterns/index.ts';

/** Slow and obviously right: the definition, spelled out. */
function oracle(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (!pattern.startsWith('*')) return text !== '' && pattern[0] === text[0] && oracle(pattern.slice(1), text.slice(1));
  const rest = pattern.replace(/^\*+/, '');
  const across = pattern.startsWith('**');
  for (let taken = 0; taken <= text.length; taken++) {
    if (!across && text.slice(0, taken).includes('/')) return false;
    if (oracle(rest, text.slice(taken))) return true;
  }
  return false;
}

const HOSTILE = '*a*a*a*a*a*a*b';

describe('V10: patterns', () => {
  it.each([
    ['release/*', 'release/1.x', true],
    ['release/*', 'release/', true],
    ['release/*', 'release/1/2', false],
    ['release/*', 'xrelease/1', false],
    ['release/*', 'release/1\n', true],
    ['release/**', 'release/1/2', true],
    ['**', 'a/b/c', true],
    ['*', 'a/b', false],
    ['refs/tags/v*', 'refs/tags/v1', true],
    ['refs/tags/v*', 'refs/tags/V1', false],
    ['**/v*', 'refs/tags/v1', true],
    ['main', 'main', true],
    ['main', 'main2', false],
    ['main', 'xmain', false],
    ['', '', true],
    ['', 'a', false],
    // A value is text: nothing else in a pattern is special.
    ['ma?n', 'main', false],
    ['ma.n', 'main', false],
    ['[m]ain', 'main', false],
    ['(main|x)', 'main', false],
    ['\\*', 'x', false],
    ['!main', 'other', false],
    ['{main,x}', 'main', false],
  ])('V10: %j matches %j: %j', (pattern, text, matches) => {
    expect(matchesPattern(pattern, text)).toBe(matches);
  });

  it('V10: a pattern means what its definition says, for every text', () => {
    const piece = fc.constantFrom('a', 'b', '/', '*', '**', '.');
    const pattern = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
    const text = fc.array(fc.constantFrom('a', 'b', '/', '.', '*'), { maxLength: 9 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, text, (pattern, text) => matchesPattern(pattern, text) === oracle(pattern, text)),
      { numRuns: 3000 },
    );
  });

  it('V10: a text without stars matches itself and nothing else', () => {
    const plain = fc.string().filter((text) => !text.includes('*'));
    fc.assert(fc.property(plain, plain, (a, b) => matchesPattern(a, a) && matchesPattern(a, b) === (a === b)));
  });

  it('V10: hostile patterns end at once, against 80 letters and against 100,000', () => {
    for (const length of [80, 100_000]) {
      expect(matchesPattern(HOSTILE, 'a'.repeat(length))).toBe(false);
      expect(matchesPattern(HOSTILE.replaceAll('*', '**'), 'a'.repeat(length))).toBe(false);
      expect(matchesPattern(HOSTILE, `${'a'.repeat(length)}b`)).toBe(true);
    }
    expect(matchesPattern('*a'.repeat(127), 'a'.repeat(16_384))).toBe(true);
  });
});
