import { type Digests, sameBytes } from '../digests.ts';
import type { Found, PublishAnswer } from '../model.ts';
import type { PublishAdapter } from './adapter.ts';
import { errorMessage } from './message.ts';
import type { Answer } from './question.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** Somebody between the gate and the registry lost the answer; the registry may well have published. */
const LOST = new Set([502, 504]);
/** "Later": says nothing about this version. */
const LATER = new Set([408, 429]);

export interface Asked {
  /** With the answer's words in `body`. */
  readonly answer: Pick<Answer, 'status' | 'headers'> & { readonly body: string };
  readonly adapter: PublishAdapter;
  /** What was published with: no message repeats it (A2). */
  readonly credential: string;
  /** What was sent: after an answer that is neither yes nor no, a version with exactly these bytes is ours. */
  readonly sent: Digests;
  /** Whether the version is there now. Only what leaves a doubt is asked after. */
  readonly find: () => Promise<Found>;
}

/** What a full answer to the publish means (P6). */
export async function interpret({ answer, adapter, credential, sent, find }: Asked): Promise<PublishAnswer> {
  const { status } = answer;
  if (status >= 200 && status < 300) return { outcome: 'published' };
  const words = errorMessage(answer.body, credential);
  if (LOST.has(status)) return unknown(status, words);
  const refused: PublishAnswer = {
    outcome: 'refused',
    status,
    message: words,
    retryAfter: retryAfterSeconds(answer.headers),
  };
  if (!saysNo(status)) return inDoubt(status, refused, sent, await find());
  const problem = adapter.credentialProblem(answer);
  if (problem !== undefined) return { outcome: 'credential-refused', message: problem };
  return adapter.mayMeanExists.has(status) ? afterNo(status, refused, await find()) : refused;
}

const saysNo = (status: number): boolean => status >= 400 && status < 500 && !LATER.has(status);

function inDoubt(status: number, refused: PublishAnswer, sent: Digests, found: Found): PublishAnswer {
  if (found.outcome === 'absent') return refused;
  if (found.outcome === 'unknown') return unknown(status, found.message);
  const same = sameBytes(found, sent);
  if (same === undefined) return unknown(status, 'the version is there, without its integrity');
  return same ? { outcome: 'published' } : { ...found, outcome: 'exists' };
}

function afterNo(status: number, refused: PublishAnswer, found: Found): PublishAnswer {
  if (found.outcome === 'present') return { ...found, outcome: 'exists' };
  // 409 says that something is there, and nobody knows what; any other full 4xx has refused.
  return found.outcome === 'unknown' && status === 409 ? unknown(status, found.message) : refused;
}

const unknown = (status: number, why: string): PublishAnswer => ({
  outcome: 'unknown',
  message: `the upstream registry answered ${status}, and: ${why}`,
});
