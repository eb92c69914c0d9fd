import { Button, Failure } from '../elements/index.ts';
import { useAttempt } from '../session/attempt.ts';
import { useChange } from '../session/change.tsx';
import styles from './enrolment.module.css';

/** Makes new codes; those that were there end. */
export function MakeRecoveryCodes({
  onCodes,
  look = 'plain',
}: {
  readonly onCodes: (codes: readonly string[]) => void;
  readonly look?: 'primary' | 'plain';
}) {
  const change = useChange();
  const { busy, fault, attempt } = useAttempt();
  const make = () =>
    attempt(async () => onCodes((await change('POST /-/sallyport/v1/account/recovery-codes', { body: {} })).codes));
  return (
    <div className={styles['form']}>
      {fault === undefined ? null : <Failure fault={fault} title="No codes were made" />}
      <div>
        <Button look={look} onPress={() => void make()} isPending={busy}>
          Make recovery codes
        </Button>
      </div>
    </div>
  );
}
