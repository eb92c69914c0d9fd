import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Grant,
  isAbandoned,
  onExchange,
  onPublish,
  type Release,
  sameRelease,
  settledState,
} from '../src/grant/index.ts';
import { GrantWorld, type Step } from './support/grant-world.ts';

const RELEASE: Release = { version: '1.0.0', integrity: 'sha512-A', shasum: 'aa', tag: 'latest' };
const NOW = 1_000;

const aGrant = (changes: Partial<Grant>): Grant => ({
  id: 'g',
  package: 'p',
  action: 'createPackage',
  publisher: 'x',
  revision: 1,
  provider: 'example',
  issuer: 'https://issuer.example',
  state: 'live',
  tokenExpiresAt: NOW + 1,
  release: undefined,
  attempt: undefined,
  deadline: undefined,
  uncertain: false,
  stageId: undefined,
  ...changes,
});

const reserved = { state: 'reserved', release: RELEASE, attempt: 'a', deadline: NOW + 1 } as const;

describe('what an exchange may do with a grant', () => {
  it.each([
    ['G1: replaces the token before a publish', {}, 'mint'],
    ['G1: replaces it also when it has expired', { tokenExpiresAt: NOW }, 'mint'],
    ['G1: waits while somebody publishes', reserved, 'wait'],
    ['P6: settles a reservation whose deadline has passed', { ...reserved, deadline: NOW }, 'settle'],
    ['P6: settles while nobody knows', { ...reserved, state: 'bound', deadline: undefined }, 'settle'],
    ['G1: is refused after the publish', { ...reserved, state: 'spent' }, 'spent'],
  ] as const)('%s', (_title, changes, step) => {
    expect(onExchange(aGrant(changes), NOW)).toBe(step);
  });
});

describe('what a publish may do with its grant', () => {
  it.each([
    ['reserves a live one', {}, 'reserve'],
    ['G4: not with an expired token', { tokenExpiresAt: NOW }, 'expired'],
    ['P7: waits for the same bytes that are under way', reserved, 'wait'],
    ['P6: settles a reservation whose deadline has passed', { ...reserved, deadline: NOW }, 'settle'],
    ['P6: sends the same bytes again while nobody knows', { ...reserved, state: 'bound' }, 'reserve'],
    ['G4: not even those with an expired token', { ...reserved, state: 'bound', tokenExpiresAt: NOW }, 'expired'],
    [
      'P7: answers the same bytes again, also after the token expired',
      { ...reserved, state: 'spent', tokenExpiresAt: 0 },
      'done',
    ],
  ] as const)('%s', (_title, changes, step) => {
    expect(onPublish(aGrant(changes), RELEASE, NOW)).toBe(step);
  });

  it.each([
    ['reserved', 'other-bytes'],
    ['bound', 'other-bytes'],
    ['spent', 'spent'],
  ] as const)('P6: other bytes, another version or tag never pass a grant that is %s', (state, step) => {
    for (const change of [{ version: '1.0.1' }, { integrity: 'sha512-B' }, { tag: 'next' }])
      expect(onPublish(aGrant({ ...reserved, state }), { ...RELEASE, ...change }, NOW)).toBe(step);
  });
});

it('a reservation is abandoned from its deadline on, and nothing else ever is', () => {
  expect(isAbandoned(aGrant(reserved), NOW)).toBe(false);
  expect(isAbandoned(aGrant(reserved), NOW + 1)).toBe(true);
  for (const state of ['live', 'bound', 'spent'] as const)
    expect(isAbandoned(aGrant({ ...reserved, state }), NOW + 1)).toBe(false);
});

it('each settlement has its state', () => {
  expect(
    ['published', 'staged', 'released', 'unknown'].map((s) => settledState(s as Parameters<typeof settledState>[0])),
  ).toEqual(['spent', 'spent', 'live', 'bound']);
  expect(sameRelease(RELEASE, { ...RELEASE })).toBe(true);
});

const release = fc.record({
  version: fc.constantFrom('1.0.0', '2.0.0'),
  integrity: fc.constantFrom('sha512-A', 'sha512-B'),
  shasum: fc.constant('aa'),
  tag: fc.constant('latest'),
});
const answer = fc.constantFrom('published', 'refused', 'cut-after', 'cut-before', 'late' as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('exchange' as const) }),
  { weight: 4, arbitrary: fc.record({ do: fc.constant('publish' as const), release }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('upstream' as const), answer }) },
  fc.record({ do: fc.constant('arrive' as const) }),
  fc.record({ do: fc.constant('crash' as const) }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1_000, 16_000) }),
);

describe('whatever happens in whatever order', () => {
  it('P8: never two versions on one grant', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        expect(run(steps).upstream.size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 3_000 },
    );
  });

  it('P8: what was acknowledged is upstream, with those bytes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { acknowledged, upstream } = run(steps);
        for (const { version, integrity } of acknowledged) expect(upstream.get(version)).toBe(integrity);
      }),
      { numRuns: 3_000 },
    );
  });

  it('P6: the same bytes sent once more in time always end published', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const world = run(steps);
        world.take({ do: 'crash' });
        world.take({ do: 'pass', ms: 16_000 });
        const held = world.grant.release ?? RELEASE;
        world.renewToken();
        for (let i = 0; i < 3; i++) {
          world.take({ do: 'publish', release: held });
          world.take({ do: 'upstream', answer: 'published' });
        }
        expect(world.grant.state).toBe('spent');
        expect(world.upstream.size).toBe(1);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the same where the upstream stages, and people approve or reject what waits, or do neither', () => {
  const decided: fc.Arbitrary<Step> = fc.record({ do: fc.constantFrom('approve', 'reject' as const) });
  const steps = fc.array(fc.oneof({ weight: 6, arbitrary: step }, decided), { maxLength: 40 });

  it('P8: never two versions on one grant', () => {
    fc.assert(
      fc.property(steps, (some) => {
        expect(run(some, true).arrived.size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 3_000 },
    );
  });

  it('P8: what was acknowledged arrived, with those bytes', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const { acknowledged, arrived } = run(some, true);
        for (const { version, integrity } of acknowledged) expect(arrived.get(version)).toBe(integrity);
      }),
      { numRuns: 3_000 },
    );
  });
});

function run(steps: readonly Step[], stages = false): GrantWorld {
  const world = new GrantWorld(stages);
  for (const next of steps) world.take(next);
  return world;
}
