import { failed, ok, warning } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';

/** A Date header has whole seconds, and an answer takes its time: below this nothing can be said. Milliseconds. */
const EXACT_MS = 3_000;

/**
 * This machine's clock against those of issuers and upstream (their Date headers): id_tokens are refused as expired or from the future
 * where they differ by more than the leeway (V5).
 */
export const clock: Check<Subject> = async ({ configuration, statuses, upstream, ping, now }) => {
  const theirs = await ping().catch(() => undefined);
  const differences = [
    ...statuses().flatMap(({ issuer, clockDifference }) =>
      clockDifference === undefined ? [] : [{ of: issuer, ms: clockDifference }],
    ),
    ...(theirs === undefined ? [] : [{ of: upstream.name, ms: theirs - now() }]),
  ];
  const [worst] = [...differences].sort((a, b) => Math.abs(b.ms) - Math.abs(a.ms));
  if (worst === undefined) return [ok('clock', 'nobody was asked who says what time it is')];
  const seconds = Math.round(Math.abs(worst.ms) / 1000);
  const detail = `${worst.of} is ${seconds} s ${worst.ms > 0 ? 'ahead' : 'behind'}`;
  const leeway = configuration.exchange.leewaySeconds;
  const remedy = 'let a time service (NTP) set the clock of this machine';
  if (Math.abs(worst.ms) > Math.max(leeway * 1000, EXACT_MS))
    return [failed('clock', `${detail}, more than the leeway of ${leeway} s: id_tokens are refused`, remedy)];
  if (Math.abs(worst.ms) > Math.max(leeway * 500, EXACT_MS)) return [warning('clock', detail, remedy)];
  return [ok('clock', `agrees with ${differences.length === 1 ? worst.of : `${differences.length} others`}`)];
};
