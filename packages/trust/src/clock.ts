/** Milliseconds since 1970, as Date.now gives them. Injected everywhere, so that a test owns the time. */
export type Clock = () => number;
