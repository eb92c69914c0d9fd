import { ApiError, call } from '../../api/index.ts';
import { Block, Button, Failure } from '../../elements/index.ts';
import { useAttempt } from '../../session/attempt.ts';
import type { SessionAnswer } from '../../session/second-step.tsx';
import styles from './page.module.css';

/** The one-time link signs in once, and only when somebody presses the button: not when a program merely looks at the address. */
export function LinkForm({
  link,
  onSession,
  onOther,
}: {
  readonly link: string;
  readonly onSession: (session: SessionAnswer) => void;
  readonly onOther: () => void;
}) {
  const { busy, fault, attempt } = useAttempt();
  const use = () => attempt(async () => onSession(await call('POST /-/sallyport/v1/session', { body: { link } })));
  const spent = fault instanceof ApiError && fault.status === 401;
  return (
    <>
      {fault === undefined ? (
        <p>It signs you in as the administrator of this gate, once. Next you enrol a second factor for this account.</p>
      ) : (
        <Failure fault={fault} title={spent ? 'This link is used or expired' : 'You are not signed in'} />
      )}
      {spent ? (
        <>
          <p>A link is good for 15 minutes, once. Print a new one where the gate runs, and open it:</p>
          <Block text="sallyport serve --administrator-link" what="the command that prints a new link" />
        </>
      ) : null}
      <div className={styles['buttons']}>
        {spent ? null : (
          <Button look="primary" onPress={() => void use()} isPending={busy}>
            Sign in as the administrator
          </Button>
        )}
        <Button onPress={onOther}>Sign in another way</Button>
      </div>
    </>
  );
}
