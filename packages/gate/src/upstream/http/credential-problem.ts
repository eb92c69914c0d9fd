import type { Found, PublishAnswer } from '../model.ts';

/** What the registry said of the gate's credential when it was used last: for health, which may not try it (P5). */
export interface CredentialProblem {
  now(): string | undefined;
  afterPublish(answer: PublishAnswer): PublishAnswer;
  afterFind(found: Found): Found;
}

export function rememberCredentialProblem(): CredentialProblem {
  let problem: string | undefined;
  return {
    now: () => problem,
    afterPublish(answer) {
      if (answer.outcome === 'credential-refused') problem = answer.message;
      // Any other full answer to a write has taken the credential.
      else if (TAKEN.has(answer.outcome)) problem = undefined;
      return answer;
    },
    afterFind(found) {
      // A packument that came proves nothing: what everybody may read comes with a wrong credential too.
      if (found.outcome === 'unknown' && found.credentialProblem !== undefined) problem = found.credentialProblem;
      return found;
    },
  };
}

const TAKEN: ReadonlySet<PublishAnswer['outcome']> = new Set([
  'published',
  'staged',
  'exists',
  'awaits-approval',
  'refused',
]);
