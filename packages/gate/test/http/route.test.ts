import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPath } from '../../src/http/path.ts';
import { type Route, routeOf, withoutPrefix } from '../../src/http/route.ts';

function routed(target: string, prefix = ''): Route | 'refused' {
  const read = readPath(target);
  return read.ok ? routeOf(withoutPrefix(read.value, prefix)) : 'refused';
}

/** Every way to write a path that decodes once to the same: each character plain or escaped, escapes in both letter cases. */
function spellings(path: string): fc.Arbitrary<string> {
  const characters = path.slice(1).split('');
  return fc.tuple(...characters.map(() => fc.constantFrom('plain', 'lower', 'upper'))).map((ways) => {
    const written = characters.map((one, index) =>
      ways[index] === 'plain' ? one : escaped(one, ways[index] === 'upper'),
    );
    return `/${written.join('')}`;
  });
}

function escaped(character: string, upper: boolean): string {
  const hexadecimal = character.charCodeAt(0).toString(16).padStart(2, '0');
  return `%${upper ? hexadecimal.toUpperCase() : hexadecimal}`;
}

const EXCHANGE = '/-/npm/v1/oidc/token/exchange/package';

describe('W2: every spelling of an address is one route', () => {
  it.each<readonly [string, Route]>([
    ['/hello', { kind: 'package', package: 'hello' as never }],
    ['/@acme/hello', { kind: 'package', package: '@acme/hello' as never }],
    [`${EXCHANGE}/hello`, { kind: 'exchange', package: 'hello' as never }],
    [`${EXCHANGE}/@acme/hello`, { kind: 'exchange', package: '@acme/hello' as never }],
    ['/-/package/@acme/hello/trust', { kind: 'trust', name: '@acme/hello', id: undefined }],
    ['/-/package/hello/trust/7', { kind: 'trust', name: 'hello', id: '7' }],
    ['/-/package/@acme/*/trust', { kind: 'trust', name: '@acme/*', id: undefined }],
    ['/-/sallyport/v1/check', { kind: 'ours', segments: ['-', 'sallyport', 'v1', 'check'] }],
    [
      '/-/sallyport/v1/packages/@acme/hello/policy',
      { kind: 'ours', segments: ['-', 'sallyport', 'v1', 'packages', '@acme/hello', 'policy'] },
    ],
    ['/-/sallyport/v1/packages', { kind: 'ours', segments: ['-', 'sallyport', 'v1', 'packages'] }],
    ['/-/stage/hello', { kind: 'stage', package: undefined }],
    ['/-/stage', { kind: 'stage', package: undefined }],
    ['/-/stage/package/@acme/hello', { kind: 'stage', package: '@acme/hello' as never }],
    ['/-/stage/package/hello/approve', { kind: 'name-invalid' }],
    ['/-/stage/package/', { kind: 'name-invalid' }],
    ['/-/whoami', { kind: 'whoami' }],
  ])('%s', (path, route) => {
    fc.assert(
      fc.property(spellings(path), (target) => {
        expect(routed(target)).toEqual(route);
        // And the same under the prefix of the upstream.
        expect(routed(`/repository/npm${target}`, '/repository/npm')).toEqual(route);
      }),
      { numRuns: 300 },
    );
  });
});

const GOES_ON: readonly Route['kind'][] = ['package', 'package-part', 'whoami', 'other'];
const goesOn = (route: Route | 'refused') => route !== 'refused' && GOES_ON.includes(route.kind);

describe('W2: what belongs to the gate has no spelling that goes to the upstream', () => {
  it.each([
    [`${EXCHANGE}/`],
    [EXCHANGE],
    [`${EXCHANGE}/@acme`],
    [`${EXCHANGE}/hello/more`],
    [`${EXCHANGE}/@acme/hello/more`],
    ['/-/package/hello/trust/'],
    ['/-/package/hello/trust/7/more'],
    ['/-/package/_hello/trust'],
    ['/-/package/@acme/_hello/trust'],
    ['/-/package/@/x/trust'],
    ['/-/stage'],
    ['/-/stage/'],
    ['/-/stage/hello/approve'],
    ['/-/sallyport'],
    ['/-/sallyport/'],
    ['/-/sallyport/anything/at/all'],
  ])('%s', (path) => {
    expect(goesOn(routed(path))).toBe(false);
    fc.assert(
      fc.property(spellings(path), (target) => !goesOn(routed(target))),
      { numRuns: 200 },
    );
  });

  it('whatever stands behind them', () => {
    const begin = fc.constantFrom(`${EXCHANGE}/`, '/-/stage/', '/-/sallyport/');
    fc.assert(
      fc.property(begin, fc.webPath(), (start, rest) => !goesOn(routed(start + rest.replace(/^\//, '')))),
      { numRuns: 1_000 },
    );
  });
});

describe('names', () => {
  it.each([
    ['/_hello', 'name-invalid'],
    ['/.hello', 'name-invalid'],
    [`/${'a'.repeat(215)}`, 'name-invalid'],
    ['/@acme/hello/-/hello-1.0.0.tgz', 'package-part'],
    ['/hello/1.0.0', 'package-part'],
    ['/@acme', 'name-invalid'],
    ['/', 'other'],
    ['/-/ping', 'other'],
    ['/-/whoami/more', 'other'],
    ['/-/package/hello/dist-tags', 'other'],
    ['/-/package/hello/dist-tags/trust', 'other'],
  ])('%s is %s', (path, kind) => {
    expect(routed(path)).toMatchObject({ kind });
  });

  it('a name that looks like the prefix of the upstream is that prefix only as a whole', () => {
    expect(routed('/npm', '/npm')).toMatchObject({ kind: 'other' });
    expect(routed('/npmx', '/npm')).toMatchObject({ kind: 'package', package: 'npmx' });
  });
});
