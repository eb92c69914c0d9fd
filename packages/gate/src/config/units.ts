const SECONDS = { s: 1, m: 60, h: 60 * 60 } as const;
const BYTES = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;

/** JSON Schema patterns of the texts below: anchored, linear. */
export const DURATION_PATTERN = '^[0-9]{1,9}(s|m|h)$';
export const SIZE_PATTERN = '^[0-9]{1,12}(B|KiB|MiB|GiB)$';

/** `30s`, `10m`, `1h` (a text that matches DURATION_PATTERN) in seconds. */
export const secondsOf = (duration: string): number =>
  Number(duration.slice(0, -1)) * SECONDS[duration.slice(-1) as keyof typeof SECONDS];

/** The same for a text that somebody typed; undefined where it is no duration. */
export const secondsIn = (text: string): number | undefined =>
  new RegExp(DURATION_PATTERN).test(text) ? secondsOf(text) : undefined;

/** `256MiB` (a text that matches SIZE_PATTERN) in bytes. */
export function bytesOf(size: string): number {
  const digits = /^[0-9]+/.exec(size)?.[0] ?? '';
  return Number(digits) * BYTES[size.slice(digits.length) as keyof typeof BYTES];
}
