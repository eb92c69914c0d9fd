import { LRUCache } from 'lru-cache';

/** A minute, from the first request of a key. Milliseconds. */
const WINDOW_MS = 60_000;
/** Of more than these, whoever asked longest ago is counted anew: strangers cannot fill the memory. */
const KEYS_REMEMBERED = 50_000;

/** Counts one request of this key: undefined, or the seconds until it may ask again. */
export type Limiter = (key: string) => Promise<number | undefined>;

interface Window {
  readonly ends: number;
  asked: number;
}

/**
 * Counts requests a minute and key, in this process. `perMinute` is asked each time, so that a changed limit counts at once; 0: no limit.
 * @param now milliseconds
 */
export function createLimiter(perMinute: () => number, now: () => number): Limiter {
  const windows = new LRUCache<string, Window>({ max: KEYS_REMEMBERED });
  return async (key) => {
    const most = perMinute();
    if (most === 0) return undefined;
    const before = windows.get(key);
    const window = before !== undefined && now() < before.ends ? before : { ends: now() + WINDOW_MS, asked: 0 };
    if (window !== before) windows.set(key, window);
    window.asked += 1;
    return window.asked <= most ? undefined : Math.max(1, Math.ceil((window.ends - now()) / 1000));
  };
}
