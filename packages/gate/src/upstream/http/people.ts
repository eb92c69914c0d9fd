import type { Identified, People } from '../model.ts';
import { ACCEPTED_ENCODING, readBody } from './body.ts';
import type { Registry } from './registry.ts';

/** `{"username":"alice"}` and little else. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** One line of printable characters: it is shown to people and compared with `owners`. */
const NAME = /^[^\p{C}\p{Z}](?:[^\p{C}]{0,254}[^\p{C}\p{Z}])?$/u;

/**
 * What any registry says about people: npm's `GET /-/whoami`, with the caller's own credential and never the gate's (P5). Whether an
 * account exists, and what it may write, no common endpoint says.
 * @param timeoutMs for the whole answer.
 */
export function registryPeople(registry: Registry, timeoutMs: number): People {
  return {
    identify: (authorization) => whoami(registry, authorization, timeoutMs),
    signIn: (name, password) =>
      // A colon would end the name (RFC 7617 section 2).
      name.includes(':')
        ? Promise.resolve(UNKNOWN)
        : whoami(registry, `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`, timeoutMs),
    known: () => Promise.resolve(undefined),
    mayWrite: () => Promise.resolve(undefined),
  };
}

async function whoami(registry: Registry, authorization: string, timeoutMs: number): Promise<Identified> {
  try {
    const { statusCode, headers, body } = await registry.agent.request({
      origin: registry.url.origin,
      path: `${registry.prefix}/-/whoami`,
      method: 'GET',
      headers: { accept: 'application/json', 'accept-encoding': ACCEPTED_ENCODING, authorization },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const read = await readBody(body, headers['content-encoding'], MAX_ANSWER_BYTES);
    if (statusCode === 401 || statusCode === 403) return UNKNOWN;
    if (statusCode !== 200) return unavailable(`answered ${statusCode} when it was asked whose credential this is`);
    return read.ok ? named(read.bytes) : unavailable('sent an answer that is too large or cannot be decompressed');
  } catch {
    return unavailable('did not say in full whose credential this is');
  }
}

/** Verdaccio answers 200 without a name to credentials that it does not know. */
function named(bytes: Buffer): Identified {
  const answer: unknown = JSON.parse(bytes.toString('utf8'));
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return unavailable(NOT_WHOAMI);
  if (!('username' in answer) || answer.username === null || answer.username === '') return UNKNOWN;
  return typeof answer.username === 'string' && NAME.test(answer.username)
    ? { outcome: 'known', name: answer.username }
    : unavailable(NOT_WHOAMI);
}

const UNKNOWN: Identified = { outcome: 'unknown' };
const NOT_WHOAMI = "did not answer npm's whoami with a user name";

const unavailable = (what: string): Identified => ({
  outcome: 'unavailable',
  message: `the upstream registry ${what}`,
});
