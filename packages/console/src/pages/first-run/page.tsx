import { useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { type Answer, useAnswer } from '../../api/index.ts';
import { announce } from '../../app/announcements.ts';
import { safeReturn } from '../../app/return-address.ts';
import { Button, Page, Shown } from '../../elements/index.ts';
import { RecoveryCodes } from '../../enrolment/index.ts';
import { useSession } from '../../session/session.ts';
import { EnrolStep } from './enrol-step.tsx';
import { MakeCodesStep } from './make-codes-step.tsx';
import { NextSteps } from './next-steps.tsx';
import styles from './page.module.css';

type Account = Answer<'GET /-/sallyport/v1/account'>;
type Step = 'enrol' | 'codes' | 'next';

const TITLES: Readonly<Record<Step, string>> = {
  enrol: 'Set up your second factor',
  codes: 'Keep your recovery codes',
  next: 'What comes next',
};
const STEPS: readonly Step[] = ['enrol', 'codes', 'next'];

/** After the first sign-in: a second factor, its recovery codes, and how to get a package published without a token. */
export function FirstRunPage() {
  const account = useAnswer('GET /-/sallyport/v1/account');
  const [codes, setCodes] = useState<readonly string[]>();
  const [later, setLater] = useState(false);
  const step = stepOf(account.data, codes, later);
  return (
    <Page
      title={TITLES[step]}
      lead={`Step ${STEPS.indexOf(step) + 1} of ${STEPS.length}`}
      actions={<Leave step={step} />}
    >
      <Shown query={account} what="your account">
        {() => (
          <div className={styles['step']}>
            {step === 'enrol' ? <EnrolStep onDone={() => announce('Your second factor is set up.')} /> : null}
            {step === 'codes' && codes !== undefined ? (
              <RecoveryCodes
                codes={codes}
                onKept={() => {
                  setCodes(undefined);
                  setLater(true);
                }}
              />
            ) : null}
            {step === 'codes' && codes === undefined ? (
              <MakeCodesStep onCodes={setCodes} onLater={() => setLater(true)} />
            ) : null}
            {step === 'next' ? <NextSteps /> : null}
          </div>
        )}
      </Shown>
    </Page>
  );
}

/** Codes that are on the screen stay there until the reader says that they are kept. */
function stepOf(account: Account | undefined, codes: readonly string[] | undefined, later: boolean): Step {
  if (codes !== undefined) return 'codes';
  if (account === undefined || (account.passkeys.length === 0 && !account.totp)) return 'enrol';
  return account.recoveryCodes === 0 && !later ? 'codes' : 'next';
}

/** The way out: without a factor everything can be read and nothing changed. */
function Leave({ step }: { readonly step: Step }) {
  const router = useRouter();
  const { to } = useSearch({ from: '/signed-in/first-run' });
  const { secondFactor } = useSession();
  const go = () => router.history.push(safeReturn(to, globalThis.location.origin));
  if (step === 'next') return <Button onPress={go}>{to === undefined ? 'To the overview' : 'Go on'}</Button>;
  return (
    <Button look="quiet" onPress={go}>
      {secondFactor.enrolled.length === 0 ? 'Not now: only look around' : 'Not now'}
    </Button>
  );
}
