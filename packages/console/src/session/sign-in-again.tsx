import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf } from '../api/index.ts';
import { Dialog } from '../elements/dialog.tsx';
import { Button } from '../elements/index.ts';
import { settle } from './ended.ts';
import { mustStrengthen, SecondStep, type SessionAnswer } from './second-step.tsx';
import { SignInForms } from './sign-in/sign-in-forms.tsx';

/**
 * The session ended while the page is open. Whoever signs in again goes on where they were: the page below, and what was typed into it,
 * stay. Somebody else gets a page of their own instead.
 */
export function SignInAgain({ name }: { readonly name: string }) {
  const queries = useQueryClient();
  const [weak, setWeak] = useState<SessionAnswer>();
  const signedIn = (session: SessionAnswer) => {
    if (session.account.name !== name) return globalThis.location.assign('/-/sallyport/');
    if (mustStrengthen(session)) return setWeak(session);
    queries.setQueryData(answerOf('GET /-/sallyport/v1/session').queryKey, session);
    settle(true);
    void queries.invalidateQueries();
  };
  return (
    <Dialog title="Your session ended" onClose={() => settle(false)}>
      {weak === undefined ? (
        <>
          <p>Sign in again to go on. The page below stays as it is, with all that you typed.</p>
          <SignInForms onSession={signedIn} name={name} />
        </>
      ) : (
        <SecondStep session={weak} onSession={signedIn} onLeave={() => setWeak(undefined)} />
      )}
      <div>
        <Button look="quiet" onPress={() => settle(false)}>
          Close, and stay signed out
        </Button>
      </div>
    </Dialog>
  );
}
