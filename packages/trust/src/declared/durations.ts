const UNITS = { s: 1, m: 60, h: 60 * 60 } as const;

/** `30s`, `5m`, `1h` (as the schema lets them pass) in seconds. */
export const seconds = (duration: string): number =>
  Number(duration.slice(0, -1)) * UNITS[duration.slice(-1) as keyof typeof UNITS];
