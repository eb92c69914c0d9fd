import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiError, answerOf, call } from '../../api/index.ts';
import { safeReturn, takesFactor } from '../../app/return-address.ts';
import { Button, Failure, Page } from '../../elements/index.ts';
import { mustStrengthen, SecondStep, type SessionAnswer } from '../../session/second-step.tsx';
import { SignInForms } from '../../session/sign-in/sign-in-forms.tsx';
import { LinkForm } from './link-form.tsx';
import styles from './page.module.css';
import { Welcome } from './welcome.tsx';

/** Signing in: who one is, then the second factor where the account has one, then back to where one came from. */
export function SignInPage() {
  const session = useQuery(answerOf('GET /-/sallyport/v1/session'));
  const [link, forgetLink] = useLink();
  const { enter, leave } = useSteps();
  const current = session.data;
  if (current === undefined && session.error === null) return null;
  const nobody = session.error instanceof ApiError && session.error.status === 401;
  if (link !== undefined) {
    return (
      <Step title="First administrator" lead="You opened the one-time link that the gate printed.">
        <LinkForm link={link} onSession={enter} onOther={forgetLink} />
      </Step>
    );
  }
  if (current === undefined && !nobody) {
    return (
      <Step title="Sign in">
        <Failure fault={session.error} title="The gate does not say who is signed in" />
        <div>
          <Button look="primary" onPress={() => void session.refetch()} isPending={session.isFetching}>
            Try again
          </Button>
        </div>
      </Step>
    );
  }
  if (current === undefined || nobody) {
    return (
      <Step title="Sign in" lead="To see and change who may publish without a token.">
        <SignInForms onSession={enter} />
        <Welcome />
      </Step>
    );
  }
  if (mustStrengthen(current)) {
    return (
      <Step title="Your second factor">
        <SecondStep session={current} onSession={enter} onLeave={() => void leave()} />
      </Step>
    );
  }
  return (
    <Step title="You are signed in" lead={`As ${current.account.name}.`}>
      <div className={styles['buttons']}>
        <Button look="primary" onPress={() => enter(current)}>
          Go on
        </Button>
        <Button onPress={() => void leave()}>Sign in as somebody else</Button>
      </div>
    </Step>
  );
}

const Step = ({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}) => (
  <div className={styles['step']}>
    <header className={styles['brand']}>Sallyport</header>
    <Page title={title} {...(lead === undefined ? {} : { lead })}>
      {children}
    </Page>
  </div>
);

/** The secret of a one-time link stands after `#`, where no server sees it; it is taken out of the address at once. */
function useLink(): readonly [string | undefined, () => void] {
  const [link, setLink] = useState<string>();
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate();
  useEffect(() => {
    const found = new URLSearchParams(hash.replace(/^#/, '')).get('link');
    if (found === null || found === '') return;
    setLink(found);
    void navigate({ to: '/sign-in', search: (before) => before, hash: '', replace: true });
  }, [hash, navigate]);
  return [link, () => setLink(undefined)];
}

/** What follows once the gate has said who this is. */
function useSteps() {
  const queries = useQueryClient();
  const router = useRouter();
  const { to } = useSearch({ from: '/sign-in' });
  const key = answerOf('GET /-/sallyport/v1/session').queryKey;
  return {
    enter: (session: SessionAnswer) => {
      queries.setQueryData(key, session);
      const there = safeReturn(to, globalThis.location.origin);
      if (mustStrengthen(session) && !takesFactor(there)) return;
      if (mustEnrol(session)) return void router.navigate({ to: '/first-run', search: { to } });
      router.history.push(there);
    },
    leave: async () => {
      await call('DELETE /-/sallyport/v1/session').catch(() => undefined);
      await queries.resetQueries();
    },
  };
}

/** Whoever may change nothing until they have a second factor is shown how to get one first. */
const mustEnrol = ({ secondFactor, mayEnrol }: SessionAnswer): boolean =>
  secondFactor.needed === 'required' && secondFactor.enrolled.length === 0 && mayEnrol;
