import { ask, isTemporary } from '../registry/ask.ts';
import { decisionIn, refusalIn, text } from '../registry/refusal.ts';
import { type Decision, done, type Result, stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';

/** What the gate would say to an exchange. */
export interface Verdict {
  readonly accepted: boolean;
  readonly reason: string;
  readonly message: string;
  /** The trusted publisher that accepts it. */
  readonly publisher?: string;
  readonly decision: Decision;
}

/** Asks the gate what it would say about this id_token and package: it mints and pins nothing. Stops with exit 2 or 3. */
export async function decide(
  { registry, name, idToken }: { readonly registry: URL; readonly name: string; readonly idToken: string },
  surroundings: Surroundings,
): Promise<Result<Verdict>> {
  const url = new URL('/-/sallyport/v1/check', registry);
  const body = { package: name, token: idToken };
  const answer = await ask({ method: 'POST', url, body, secrets: [idToken], maxBytes: 1024 * 1024 }, surroundings);
  const verdict = answer.kind === 'answered' && answer.status === 200 ? verdictIn(answer.json) : undefined;
  if (verdict !== undefined) return done(verdict);
  const why = answer.kind === 'failed' ? answer.why : (refusalIn(answer)?.message ?? `it answered ${answer.status}`);
  return isTemporary(answer)
    ? stop(3, 'check-unavailable', `${registry.host} could not be asked: ${why}`)
    : stop(2, 'check-not-offered', `${registry.href} gives no decision (${why}). Is it the address of the gate?`);
}

function verdictIn(json: Readonly<Record<string, unknown>> | undefined): Verdict | undefined {
  const decision = decisionIn(json);
  const [outcome, reason, message, publisher] = ['outcome', 'reason', 'message', 'publisher'].map((key) =>
    text(json?.[key]),
  );
  if (decision === undefined || (outcome !== 'accepted' && outcome !== 'refused') || reason === undefined)
    return undefined;
  return {
    accepted: outcome === 'accepted',
    reason,
    message: message ?? reason,
    ...(publisher !== undefined && { publisher }),
    decision,
  };
}
