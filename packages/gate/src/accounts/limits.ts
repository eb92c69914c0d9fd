import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type Refusal, refusal } from '../refusals/index.ts';

/** Failed sign-ins and failed proofs in WINDOW_SECONDS. */
export const SIGN_INS_PER_ACCOUNT = 10;
export const SIGN_INS_PER_ADDRESS = 50;
export const PROOFS_PER_ACCOUNT = 10;
export const WINDOW_SECONDS = 15 * 60;

/** Counts attempts before they are looked at, so that many at once are not one; a success takes back what it counted. In this process. */
export interface AttemptLimit {
  /** Undefined, or the refusal that says when to try again. */
  count(key: string): Promise<Refusal | undefined>;
  /** Forgets every failure of this key. */
  clear(key: string): Promise<void>;
  /** Takes back one attempt: it failed through nobody's fault, or succeeded where others of the same key may have failed. */
  takeBack(key: string): Promise<void>;
}

export function createAttemptLimit(points: number): AttemptLimit {
  const limiter = new RateLimiterMemory({ points, duration: WINDOW_SECONDS });
  return {
    async count(key) {
      try {
        await limiter.consume(key);
        return undefined;
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        return tooMany(Math.max(1, Math.ceil(refused.msBeforeNext / 1000)));
      }
    },
    async clear(key) {
      await limiter.delete(key);
    },
    async takeBack(key) {
      await limiter.reward(key);
    },
  };
}

const tooMany = (seconds: number): Refusal =>
  refusal(
    'rate-limited',
    `Too many attempts failed. Wait ${Math.ceil(seconds / 60)} minutes and try again; nothing is locked for good.`,
    seconds,
  );
