import type { IncomingHttpHeaders } from 'node:http';

/** A registry that asks for more is not passed on as it is: no CI step waits that long. Seconds. */
const LONGEST = 3_600;

/** The seconds of Retry-After (RFC 9110 section 10.2.3), at most an hour; a date is none: it would need the registry's clock. */
export function retryAfterSeconds(headers: IncomingHttpHeaders): number | undefined {
  const text = headers['retry-after'];
  return text !== undefined && /^[0-9]{1,9}$/.test(text) ? Math.min(Number(text), LONGEST) : undefined;
}
