import { withoutAny } from '../children/run.ts';
import type { Surroundings } from '../surroundings.ts';

/**
 * What one request came to; the bearer is replaced by `***` wherever it comes back (A2). `why` completes "it could not be asked: ..."
 * and holds no header and no body.
 */
export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Seconds after which trying again can help, where the answer says so in seconds. */
      readonly retryAfter: number | undefined;
      /** npm's header for people. */
      readonly notice: string | undefined;
      /** The body, where it is a JSON object; undefined where it is anything else. */
      readonly json: Readonly<Record<string, unknown>> | undefined;
    }
  | { readonly kind: 'failed'; readonly why: string };

export interface Question {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  /** Sent to this address and nowhere else; undefined: asked as anybody. */
  readonly bearer?: string | undefined;
  /** Sent as JSON. */
  readonly body?: object;
  /** The type that is asked for, where JSON alone is not what is meant. */
  readonly accept?: string;
  /** Bytes of the answer that are read. */
  readonly maxBytes?: number;
  /** Milliseconds for a whole answer. */
  readonly timeLimit?: number;
  /** How often it is asked in all. */
  readonly attempts?: number;
  /** Secrets beside the bearer that the answer could repeat. */
  readonly secrets?: readonly string[];
}

/** A whole answer, in milliseconds. npm itself waits five minutes without a word. */
const TIME_LIMIT = 30_000;
/** Bytes of an answer that are read: room for a decision over many publishers. */
const MAX_BYTES = 64 * 1024;
/** Requests in all, and the longest pause between two of them in milliseconds, whatever Retry-After asks for. */
const ATTEMPTS = 3;
const LONGEST_PAUSE = 60_000;

/**
 * Asks, and asks again where that can help: a grant survives repeated exchanges until something is published with it (G1), so a
 * repeat does no harm. No redirect is followed: it would carry the bearer somewhere else. Throws where the run is
 * interrupted.
 */
export async function ask(question: Question, surroundings: Surroundings): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await askOnce(question, surroundings);
    const pause = pauseAfter(answer, attempt);
    if (attempt >= (question.attempts ?? ATTEMPTS) || pause === undefined) return answer;
    surroundings.stderr(`${question.url.host} is not ready; asking again in ${Math.ceil(pause / 1000)} s\n`);
    await surroundings.sleep(pause);
  }
}

/** Whether the same question can have another answer later. 409 with Retry-After: an earlier publish is being settled (G1). */
export function isTemporary(answer: Answer): boolean {
  if (answer.kind === 'failed') return true;
  return (
    answer.status >= 500 ||
    answer.status === 408 ||
    answer.status === 429 ||
    (answer.status === 409 && answer.retryAfter !== undefined)
  );
}

function pauseAfter(answer: Answer, attempt: number): number | undefined {
  if (!isTemporary(answer)) return undefined;
  const asked = answer.kind === 'answered' ? answer.retryAfter : undefined;
  const pause = 1000 * (asked ?? 2 ** (attempt - 1));
  return pause > LONGEST_PAUSE ? undefined : pause;
}

async function askOnce(question: Question, { fetch, signal }: Surroundings): Promise<Answer> {
  const { method, url, bearer, body, maxBytes = MAX_BYTES } = question;
  const milliseconds = question.timeLimit ?? TIME_LIMIT;
  const timeLimit = AbortSignal.timeout(milliseconds);
  try {
    const response = await fetch(url, {
      method,
      headers: {
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        accept: question.accept ?? 'application/json',
        'user-agent': 'sallyport-ci',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.any([timeLimit, signal]),
    });
    const text = await readAtMost(response, maxBytes);
    if (text === undefined) return { kind: 'failed', why: `the answer is larger than ${maxBytes} bytes` };
    const secrets = [...(question.secrets ?? []), ...(bearer === undefined ? [] : [bearer])];
    const clean = (from: string) => withoutAny(secrets, from);
    const notice = response.headers.get('npm-notice');
    return {
      kind: 'answered',
      status: response.status,
      retryAfter: secondsIn(response.headers.get('retry-after')),
      notice: notice === null ? undefined : clean(notice),
      json: objectIn(clean(text)),
    };
  } catch (error) {
    if (signal.aborted) throw error;
    if (timeLimit.aborted) return { kind: 'failed', why: `no whole answer within ${milliseconds / 1000} s` };
    return { kind: 'failed', why: causeOf(error) };
  }
}

/** undefined where there is more than the limit: an error at the cap, not a cut. */
async function readAtMost(response: Response, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

const secondsIn = (text: string | null): number | undefined =>
  /^\d{1,6}$/.test(text ?? '') ? Number(text) : undefined;

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? (json as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** fetch says only "fetch failed"; the system's error code (ECONNREFUSED, ENOTFOUND) is the cause's. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'the connection failed';
}
