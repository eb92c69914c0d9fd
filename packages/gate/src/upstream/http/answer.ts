import { type Digests, sameBytes } from '../digests.ts';
import type { Found, PublishAnswer } from '../model.ts';
import type { UpstreamAdapter } from './adapter.ts';
import { errorMessage } from './message.ts';
import type { Answer } from './question.ts';
import { retryAfterSeconds } from './retry-after.ts';
import type { StageAdapter } from './stage-adapter.ts';
import { stageIdIn } from './stage-queue.ts';

/** Somebody between the gate and the registry lost the answer; the registry may well have published. */
const LOST = new Set([502, 504]);
/** "Later": says nothing about this version. */
const LATER = new Set([408, 429]);

export interface Asked {
  /** With the answer's words in `body`. */
  readonly answer: Pick<Answer, 'status' | 'headers'> & { readonly body: string };
  readonly adapter: UpstreamAdapter;
  /** What was published with: no message repeats it (A2). */
  readonly credential: string;
  /** What was sent: after an answer that is neither yes nor no, a version with exactly these bytes is ours. */
  readonly sent: Digests;
  /** Whether the version is there now. Only what leaves a doubt is asked after. */
  readonly find: () => Promise<Found>;
}

/** What a full answer to the publish means (P6). */
export const interpret = async (asked: Asked): Promise<PublishAnswer> =>
  isYes(asked.answer) ? { outcome: 'published' } : interpretRefusal(asked);

/**
 * What a full answer to the staging means (P6): as to a publish, with one place more where the bytes can be. A yes without a stage id is
 * no answer of this endpoint (a page of some proxy, say), so the registry is asked.
 */
export async function interpretStaging(asked: Asked & { readonly stage: StageAdapter }): Promise<PublishAnswer> {
  const { answer, sent, find } = asked;
  if (isYes(answer)) {
    const stageId = stageIdIn(answer.body);
    if (stageId !== undefined) return { outcome: 'staged', stageId };
    return inDoubt(answer.status, unknown(answer.status, 'no id of what is staged'), sent, await find());
  }
  if (asked.stage.meansNone.has(answer.status)) {
    const words = errorMessage(answer.body, asked.credential);
    return {
      outcome: 'cannot-stage',
      message: `the upstream registry answered ${answer.status} to npm's staging: ${words}`,
    };
  }
  return interpretRefusal(asked);
}

const isYes = ({ status }: Pick<Answer, 'status'>): boolean => status >= 200 && status < 300;

async function interpretRefusal({ answer, adapter, credential, sent, find }: Asked): Promise<PublishAnswer> {
  const { status } = answer;
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
  return adapter.publish.mayMeanExists.has(status) ? afterNo(status, refused, await find()) : refused;
}

const saysNo = (status: number): boolean => status >= 400 && status < 500 && !LATER.has(status);

/** @param absent what it means that the registry does not have it. */
function inDoubt(status: number, absent: PublishAnswer, sent: Digests, found: Found): PublishAnswer {
  if (found.outcome === 'absent') return absent;
  if (found.outcome === 'staged') return found;
  if (found.outcome === 'unknown') return unknown(status, found.message);
  const same = sameBytes(found, sent);
  if (same === undefined) return unknown(status, 'the version is there, without its integrity');
  return same ? { outcome: 'published' } : { ...found, outcome: 'exists' };
}

function afterNo(status: number, refused: PublishAnswer, found: Found): PublishAnswer {
  if (found.outcome === 'present') return { ...found, outcome: 'exists' };
  if (found.outcome === 'staged') return { outcome: 'awaits-approval', stageId: found.stageId };
  // 409 says that something is there, and nobody knows what; any other full 4xx has refused.
  return found.outcome === 'unknown' && status === 409 ? unknown(status, found.message) : refused;
}

const unknown = (status: number, why: string): PublishAnswer => ({
  outcome: 'unknown',
  message: `the upstream registry answered ${status}, and: ${why}`,
});
