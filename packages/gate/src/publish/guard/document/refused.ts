import { type Result, refuse } from '@sallyport/trust';
import { type Refusal, refusal } from '../../../refusals/index.ts';

/** A document that no client makes: what is wrong, and what to change. */
export const malformed = (why: string, change: string): Result<never, Refusal> =>
  refuse(refusal('document-malformed', `The document is refused: ${why}. ${change}`));
