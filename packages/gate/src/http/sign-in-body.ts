import { accept, type Result, refuse } from '@sallyport/trust';
import type { Static } from 'typebox';
import type { SignIn } from '../accounts/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { SignInBody } from './schemas/people.ts';
import { assertionIn } from './webauthn-body.ts';

/** The one way in that a body tries. */
export function signInIn(body: Static<typeof SignInBody>): Result<SignIn, Refusal> {
  const { name, password, token, link, passkey } = body;
  const given = Object.keys(body).length;
  if (name !== undefined && password !== undefined && given === 2) return accept({ name, password });
  if (given !== 1) return refuse(ONE);
  if (token !== undefined) return accept({ token });
  if (link !== undefined) return accept({ link });
  const assertion = passkey === undefined ? undefined : assertionIn(passkey);
  return assertion === undefined ? refuse(ONE) : accept({ passkey: assertion });
}

const ONE = refusal(
  'request-malformed',
  'Sign in with one of {"name", "password"}, {"token"}, {"link"} or {"passkey": the answer of navigator.credentials.get}.',
);
