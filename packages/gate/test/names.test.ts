import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  covers,
  escapeName,
  parseNamePattern,
  parsePackageName,
  scopeOf,
  tarballFileName,
} from '../src/names/index.ts';

it.each([
  'hello',
  '@acme/hello',
  'Upper',
  '@Acme/Hello',
  'a.b-c_d',
  '@acme/_x',
  'http',
  'constructor',
  'a'.repeat(214),
])('a name that registries serve is accepted: %s', (name) => {
  expect(parsePackageName(name)).toBe(name);
});

// One that got through could name another path, another header or another package.
it.each([
  '',
  '.',
  '..',
  '@acme/.',
  '@acme/..',
  '@acme/../x',
  '@/x',
  '@acme',
  '@acme/',
  '@acme/a/b',
  'a/b',
  '@acme/a%2fb',
  '%2e%2e',
  'a\\b',
  'a b',
  ' a',
  'a\n',
  'a\0',
  'a?b',
  'a#b',
  "a'b",
  'a~b',
  '@acme/a*',
  'ä',
  'а', // Cyrillic, looks like a
  '.hidden',
  '_x',
  '@@acme/a',
  'node_modules',
  '__proto__',
  'a'.repeat(215),
])('a name that confuses or that npm refuses is none: %j', (name) => {
  expect(parsePackageName(name)).toBeUndefined();
});

it('every accepted name is one path segment, escaped as npm does, and survives decoding', () => {
  const likely = fc.stringMatching(/^@?[A-Za-z0-9._~%*/\\ -]{0,12}$/);
  fc.assert(
    fc.property(fc.oneof(likely, fc.string(), fc.string({ unit: 'binary' })), (text) => {
      const name = parsePackageName(text);
      if (name === undefined) return;
      const url = new URL(`https://r.example/${escapeName(name)}`);
      expect(url.pathname).toBe(`/${escapeName(name)}`);
      expect(url.pathname.slice(1)).not.toContain('/');
      expect(decodeURIComponent(url.pathname.slice(1))).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

it.each(['@acme/*', '@acme/ui-*', '@a.b_c/x*'])('T2: %s is a pattern of names', (pattern) => {
  expect(parseNamePattern(pattern)).toBe(pattern);
});

it.each([
  '*',
  '@*/x',
  '@*',
  '@acme/**',
  '@acme/*-ui',
  '@acme/a*b',
  '@acme',
  'acme-*',
  '@acme/a/*',
  '@acme/.*',
  '@Acme/*',
  '@acme/* ',
  ' @acme/*',
  '@acme/*\n',
  `@acme/${'a'.repeat(220)}*`,
])('T2: %j is none: a pattern stays within one scope, with its one star at the end', (pattern) => {
  expect(parseNamePattern(pattern)).toBeUndefined();
});

it.each([
  ['@acme/*', '@acme/hello', true],
  ['@acme/ui-*', '@acme/ui-button', true],
  ['@acme/ui-*', '@acme/ui-', false],
  ['@acme/ui-*', '@acme/ui', false],
  ['@acme/*', '@acme/', false],
  ['@acme/*', '@acme2/hello', false],
  ['@acme/*', '@ACME/hello', false],
  ['@a.me/*', '@acme/hello', false],
])('T2: %s covers %s: %s', (pattern, name, covered) => {
  expect(covers(pattern, name)).toBe(covered);
});

it('T2: whatever a pattern covers lies in its scope', () => {
  const part = fc.stringMatching(/^[a-z0-9._-]{1,4}$/);
  fc.assert(
    fc.property(part, part, part, part, (scope, prefix, otherScope, name) => {
      const pattern = parseNamePattern(`@${scope}/${prefix}*`);
      fc.pre(pattern !== undefined);
      for (const candidate of [`@${otherScope}/${name}`, `@${scope}/${prefix}${name}`, name]) {
        if (covers(pattern, candidate)) expect(candidate.startsWith(`@${scope}/${prefix}`)).toBe(true);
      }
      expect(covers(pattern, `@${scope}/${prefix}${name}`)).toBe(true);
    }),
  );
});

it('scope and tarball follow the layout of registries', () => {
  expect([scopeOf('@acme/hello'), scopeOf('hello')]).toEqual(['@acme', undefined]);
  expect([tarballFileName('@acme/hello', '1.0.0'), tarballFileName('hello', '1.0.0-rc.1')]).toEqual([
    'hello-1.0.0.tgz',
    'hello-1.0.0-rc.1.tgz',
  ]);
});

// JSON can carry half a surrogate pair, and npm's library throws on it.
it('whatever text comes, it is a name or none, never a fault', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud83d', '@a/\udc00', 'a\ud800b')), (text) => {
      const name = parsePackageName(text);
      expect(name === undefined || name === text).toBe(true);
    }),
  );
});
