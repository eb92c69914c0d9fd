import { accept, type Result, refuse } from '@sallyport/trust';
import type { Static } from 'typebox';
import type { Proof } from '../accounts/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { Proof as ProofSchema } from './schemas/people.ts';
import { assertionIn } from './webauthn-body.ts';

/** The second factor that a body gives: exactly one. */
export function proofIn(body: Static<typeof ProofSchema>): Result<Proof, Refusal> {
  if (Object.keys(body).length !== 1) return refuse(ONE);
  if (body.totp !== undefined) return accept({ totp: body.totp });
  if (body.recoveryCode !== undefined) return accept({ recoveryCode: body.recoveryCode });
  const passkey = body.passkey === undefined ? undefined : assertionIn(body.passkey);
  return passkey === undefined ? refuse(ONE) : accept({ passkey });
}

const ONE = refusal(
  'request-malformed',
  'Give one second factor: {"passkey": the answer of navigator.credentials.get}, {"totp": "123456"} or {"recoveryCode": "..."}.',
);
