import { type Answer, call } from '../api/index.ts';
import { Button } from '../elements/index.ts';
import { ProofForm } from './proof/proof-form.tsx';

export type SessionAnswer = Answer<'GET /-/sallyport/v1/session'>;

/** Whether this session must give its account's second factor before it sees anything. */
export const mustStrengthen = ({ secondFactor }: SessionAnswer): boolean =>
  secondFactor.enrolled.length > 0 && !secondFactor.given && secondFactor.needed !== 'off';

/** The second step of signing in, of an account that has a second factor. */
export function SecondStep({
  session,
  onSession,
  onLeave,
}: {
  readonly session: SessionAnswer;
  readonly onSession: (session: SessionAnswer) => void;
  readonly onLeave: () => void;
}) {
  return (
    <>
      <p>
        Signed in as <strong>{session.account.name}</strong>. This account has a second factor: give it to go on.
      </p>
      <ProofForm
        enrolled={session.secondFactor.enrolled}
        passkeysWork={session.passkeysWork}
        action="Go on"
        options={() => call('POST /-/sallyport/v1/session/second-factor/options', { body: {} })}
        give={async (proof) => onSession(await call('POST /-/sallyport/v1/session/second-factor', { body: proof }))}
      >
        <Button look="quiet" onPress={onLeave}>
          Sign in as somebody else
        </Button>
      </ProofForm>
    </>
  );
}
