import { type Answer, ask, isTemporary } from '../registry/ask.ts';
import { escapedName } from '../registry/escaped-name.ts';
import { refusalIn } from '../registry/refusal.ts';
import { done, type Result, type Stop, stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';

/** Nothing that could end a line of an npmrc or a header. Sallyport's own tokens have 53 characters. */
const PUBLISH_TOKEN = /^[\x21-\x7e]{1,4096}$/;

/** What an accepted exchange gives: a token that publishes one package, once. */
export interface PublishToken {
  readonly token: string;
  /** Milliseconds that it lives. */
  readonly lifetime: number;
  /** What is published with it is staged at the registry behind a gate, where people approve it. */
  readonly stages: boolean;
}

/** Of a token about which the answer does not say how long it lives: half of what gates give by default. Milliseconds. */
const UNKNOWN_LIFETIME = 5 * 60_000;

/**
 * Shows the id_token to the registry and returns the publish token for that one package (npm's exchange).
 *
 * Stops with exit 1 and the gate's reason where it says no, 3 where it could not be asked, 2 where the registry offers no exchange.
 * The id_token goes to the registry's own host and nowhere else.
 */
export async function exchange(
  { registry, name, idToken }: { readonly registry: URL; readonly name: string; readonly idToken: string },
  surroundings: Surroundings,
): Promise<Result<PublishToken>> {
  const answers: Answer[] = [];
  for (const url of exchangeUrls(registry, name)) {
    const answer = await ask({ method: 'POST', url, bearer: idToken }, surroundings);
    if (!isPathUnknown(answer)) return publishTokenIn(answer, registry);
    answers.push(answer);
  }
  return publishTokenIn(answers.find(hasReason) ?? answers[0], registry);
}

/**
 * Under the registry's path, where pnpm and yarn post, and at the root of the host, where npm does: a gate serves both, another
 * registry perhaps one of them.
 */
export function exchangeUrls(registry: URL, name: string): readonly URL[] {
  const path = `-/npm/v1/oidc/token/exchange/package/${escapedName(name)}`;
  const urls = [new URL(path, registry), new URL(`/${path}`, registry)];
  return registry.pathname === '/' ? urls.slice(0, 1) : urls;
}

/** A 404 without a code of the gate's can come from anything in front of it that does not serve this path. */
const isPathUnknown = (answer: Answer): boolean =>
  answer.kind === 'answered' && answer.status === 404 && refusalIn(answer)?.code === undefined;

const hasReason = (answer: Answer): boolean => answer.kind === 'answered' && refusalIn(answer) !== undefined;

function publishTokenIn(answer: Answer | undefined, registry: URL): Result<PublishToken> {
  if (answer === undefined || answer.kind === 'failed') {
    return stop(
      3,
      'exchange-unavailable',
      `${registry.host} could not be asked: ${answer?.why ?? 'no address'}. Check the address, or run again.`,
    );
  }
  if (answer.status === 200 || answer.status === 201) {
    const token = answer.json?.['token'];
    if (typeof token === 'string' && PUBLISH_TOKEN.test(token)) {
      const stages = answer.json?.['publishAs'] === 'stage';
      return done({ token, lifetime: lifetimeIn(answer.json), stages });
    }
    return stop(
      3,
      'exchange-malformed',
      `${registry.host} accepted the id_token, but its answer holds no publish token.`,
    );
  }
  if (answer.status >= 300 && answer.status < 400) {
    return stop(
      2,
      'exchange-redirected',
      `${registry.host} redirects the exchange elsewhere, and an id_token is not carried along. Configure the registry's final address.`,
    );
  }
  return refused(answer, registry);
}

/** Both times are the registry's: its clock may differ from ours, their difference does not. */
function lifetimeIn(json: Readonly<Record<string, unknown>> | undefined): number {
  const [created, expires] = [json?.['created'], json?.['expires']].map((time) => Date.parse(String(time)));
  const lifetime = (expires ?? Number.NaN) - (created ?? Number.NaN);
  return lifetime > 0 ? lifetime : UNKNOWN_LIFETIME;
}

function refused(answer: Answer & { kind: 'answered' }, registry: URL): Result<PublishToken> {
  const refusal = refusalIn(answer);
  const temporary = isTemporary(answer);
  if (refusal === undefined && answer.status === 404) {
    return stop(
      2,
      'exchange-not-offered',
      `${registry.href} offers no trusted publishing (it answered 404 to the exchange). Is it the address of the gate?`,
    );
  }
  const stopped: Stop = {
    exit: temporary ? 3 : 1,
    code: temporary ? 'exchange-unavailable' : 'exchange-refused',
    message: `${registry.host} answered ${answer.status} to the exchange.`,
    ...refusal,
  };
  if (!temporary) return { ok: false, stop: stopped };
  const when = answer.retryAfter === undefined ? '' : ` after ${answer.retryAfter} s`;
  return { ok: false, stop: { ...stopped, message: `${stopped.message} Run this step again${when}.` } };
}
