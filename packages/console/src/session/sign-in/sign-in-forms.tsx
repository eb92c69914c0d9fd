import { useState } from 'react';
import { call } from '../../api/index.ts';
import { Button, Failure } from '../../elements/index.ts';
import { useAttempt } from '../attempt.ts';
import type { SessionAnswer } from '../second-step.tsx';
import { AdministratorForm } from './administrator-form.tsx';
import type { Attempt } from './attempt.ts';
import { PasswordForm } from './password-form.tsx';
import styles from './sign-in.module.css';
import { TokenForm } from './token-form.tsx';

const WAYS = [
  { way: 'password', text: 'Name and password' },
  { way: 'token', text: 'A token' },
  { way: 'administrator', text: 'The administrator’s passkey' },
] as const;
type Way = (typeof WAYS)[number]['way'];

export interface SignInFormsProps {
  readonly onSession: (session: SessionAnswer) => void;
  /** Who was signed in before: the name is filled in. */
  readonly name?: string;
}

/** The ways to sign in: one form at a time, the others a press away. What was typed stays when it is refused. */
export function SignInForms({ onSession, name = '' }: SignInFormsProps) {
  const [way, choose] = useState<Way>('password');
  // Whoever chose another way finds the focus in its form; at first it stays on the heading.
  const [chosen, setChosen] = useState(false);
  const { busy, fault, attempt: trying } = useAttempt();
  const attempt = (given: () => Promise<Attempt>) =>
    trying(async () => onSession(await call('POST /-/sallyport/v1/session', { body: await given() })));
  return (
    <div className={styles['forms']}>
      {fault === undefined ? null : <Failure fault={fault} title="You are not signed in" />}
      {way === 'password' ? <PasswordForm attempt={attempt} busy={busy} focus={chosen} name={name} /> : null}
      {way === 'token' ? <TokenForm attempt={attempt} busy={busy} focus={chosen} /> : null}
      {way === 'administrator' ? <AdministratorForm attempt={attempt} busy={busy} focus={chosen} /> : null}
      <div className={styles['others']}>
        <span id="other-ways">Or sign in with:</span>
        <ul aria-labelledby="other-ways">
          {WAYS.filter((other) => other.way !== way).map((other) => (
            <li key={other.way}>
              <Button
                onPress={() => {
                  choose(other.way);
                  setChosen(true);
                }}
              >
                {other.text}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
