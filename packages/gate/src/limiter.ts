import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/**
 * Counts requests a minute and key, in this process.
 * Gives undefined, or the seconds until that key may ask again. `perMinute` 0: no limit.
 */
export function createLimiter(perMinute: () => number): (key: string) => Promise<number | undefined> {
  let limiter: RateLimiterMemory | undefined;
  return async (key) => {
    const points = perMinute();
    if (points === 0) return undefined;
    if (limiter?.points !== points) limiter = new RateLimiterMemory({ points, duration: 60 });
    try {
      await limiter.consume(key);
      return undefined;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    }
  };
}
