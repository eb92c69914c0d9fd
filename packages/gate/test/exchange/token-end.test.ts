import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { tokenEnd } from '../../src/exchange/token-end.ts';

const MINUTE = 60_000;
const seconds = fc.option(fc.integer({ min: 60, max: 86_400 }), { nil: undefined });

it('G4: a token ends at the earliest of what configuration, publisher and id_token allow, and one of them is that end', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 41 }),
      fc.integer({ min: -10 * MINUTE, max: 1500 * MINUTE }),
      fc.integer({ min: 1_000, max: 1440 * MINUTE }),
      seconds,
      (created, idTokenLeft, tokenLifetimeMs, tokenLifetime) => {
        const idTokenEnds = created + idTokenLeft;
        const publisher = tokenLifetime === undefined ? {} : { tokenLifetime };
        const end = tokenEnd({ created, idTokenEnds, tokenLifetimeMs, publisher });
        const bounds = [
          created + tokenLifetimeMs,
          idTokenEnds,
          ...(tokenLifetime === undefined ? [] : [created + tokenLifetime * 1000]),
        ];
        for (const bound of bounds) expect(end).toBeLessThanOrEqual(bound);
        expect(bounds).toContain(end);
        // A publisher's own lifetime never makes a token live longer than it would without one.
        expect(end).toBeLessThanOrEqual(tokenEnd({ created, idTokenEnds, tokenLifetimeMs, publisher: {} }));
      },
    ),
  );
});
