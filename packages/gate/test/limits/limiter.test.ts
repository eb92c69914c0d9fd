import { describe, expect, it } from 'vitest';
import { createLimiter } from '../../src/limits/index.ts';

describe('so many a minute', () => {
  it('the seconds until a key may ask again; others are heard; after a minute it is', async () => {
    let now = 1_000_000;
    const limit = createLimiter(
      () => 2,
      () => now,
    );
    expect([await limit('a'), await limit('a')]).toEqual([undefined, undefined]);
    now += 1_500;
    expect([await limit('a'), await limit('b')]).toEqual([59, undefined]);
    now += 58_499;
    expect(await limit('a')).toBe(1);
    now += 1;
    expect(await limit('a')).toBeUndefined();
  });

  it('a changed limit counts at once, with what was asked already; 0 is none', async () => {
    let most = 1;
    const limit = createLimiter(
      () => most,
      () => 0,
    );
    await limit('a');
    expect(await limit('a')).toBe(60);
    most = 0;
    expect(await limit('a')).toBeUndefined();
    most = 3;
    expect([await limit('a'), await limit('a')]).toEqual([undefined, 60]);
  });

  it('any number of keys takes no more memory than so many: who asked longest ago is forgotten', async () => {
    const limit = createLimiter(
      () => 1,
      () => 0,
    );
    for (let key = 0; key <= 50_000; key++) await limit(String(key));
    expect(await limit('50000')).toBe(60);
    expect(await limit('0')).toBeUndefined();
  });
});
