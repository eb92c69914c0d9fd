/** How long what a scrape looked up answers the next one. Milliseconds. */
const KEPT_MS = 2_000;

/**
 * Does it once for everybody who asks at the same time and shortly after: whoever asks in a loop asks store and upstream no oftener.
 * By the monotonic clock, since nothing is decided by it.
 */
export function brieflyKept<A>(work: (given: A) => Promise<void>): (given: A) => Promise<void> {
  let under: Promise<void> | undefined;
  let until = 0;
  return (given) => {
    if (under !== undefined && performance.now() < until) return under;
    until = Number.POSITIVE_INFINITY;
    under = work(given).finally(() => {
      until = performance.now() + KEPT_MS;
    });
    return under;
  };
}
