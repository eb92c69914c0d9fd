import { randomInt } from 'node:crypto';

/** Numbers that look random and can be had again from their seed. */
export interface Seeded {
  readonly seed: number;
  /** From 0 up to, not including, 1. */
  fraction(): number;
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number;
}

/** The seed is SALLYPORT_TEST_SEED where it is set, so that a round that failed can be run again; otherwise a new one. */
export function seeded(): Seeded {
  const seed = Number(process.env['SALLYPORT_TEST_SEED'] ?? randomInt(2 ** 31));
  let state = seed;
  // mulberry32: 32 bits of state are plenty to choose moments.
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, fraction, below: (end) => Math.floor(fraction() * end) };
}
