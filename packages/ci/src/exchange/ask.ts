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
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly bearer: string;
}

/** A whole answer, in milliseconds. npm itself waits five minutes without a word. */
const TIME_LIMIT = 30_000;
/** Bytes of an answer that are read; a decision over many publishers has some 20 KiB. */
const MAX_BYTES = 64 * 1024;
/** Requests in all, and the longest pause between two of them in milliseconds, whatever Retry-After asks for. */
const ATTEMPTS = 3;
const LONGEST_PAUSE = 20_000;

/**
 * Asks, and asks again where that can help: a grant survives repeated exchanges until something is published with it (G1), so a
 * repeat does no harm. No redirect is followed: it would carry the bearer somewhere else.
 */
export async function ask(question: Question, surroundings: Surroundings): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await askOnce(question, surroundings);
    const pause = pauseAfter(answer, attempt);
    if (attempt === ATTEMPTS || pause === undefined || surroundings.signal.aborted) return answer;
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

async function askOnce({ method, url, bearer }: Question, { fetch, signal }: Surroundings): Promise<Answer> {
  const timeLimit = AbortSignal.timeout(TIME_LIMIT);
  try {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${bearer}`, accept: 'application/json', 'user-agent': 'sallyport-ci' },
      redirect: 'manual',
      signal: AbortSignal.any([timeLimit, signal]),
    });
    const text = await readAtMost(response);
    if (text === undefined) return { kind: 'failed', why: `the answer is larger than ${MAX_BYTES} bytes` };
    const clean = (from: string) => withoutAny([bearer], from);
    const notice = response.headers.get('npm-notice');
    return {
      kind: 'answered',
      status: response.status,
      retryAfter: secondsIn(response.headers.get('retry-after')),
      notice: notice === null ? undefined : clean(notice),
      json: objectIn(clean(text)),
    };
  } catch (error) {
    if (timeLimit.aborted) return { kind: 'failed', why: `no whole answer within ${TIME_LIMIT / 1000} s` };
    return { kind: 'failed', why: causeOf(error) };
  }
}

/** undefined where there is more than the limit: an error at the cap, not a cut. */
async function readAtMost(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) return undefined;
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
