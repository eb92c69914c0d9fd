import { Button } from '../../elements/index.ts';
import { MakeRecoveryCodes } from '../../enrolment/index.ts';
import styles from './page.module.css';

/** The account has a factor and no codes: they are made on demand. */
export const MakeCodesStep = ({
  onCodes,
  onLater,
}: {
  readonly onCodes: (codes: readonly string[]) => void;
  readonly onLater: () => void;
}) => (
  <>
    <p>
      Your second factor is set up. Recovery codes let you in when the device is lost; without them only an
      administrator can help, and nobody can help the administrator. Making them is confirmed with the factor that you
      have just set up; an app’s code works once, so wait for its next one.
    </p>
    <MakeRecoveryCodes onCodes={onCodes} look="primary" />
    <div className={styles['buttons']}>
      <Button look="quiet" onPress={onLater}>
        Later
      </Button>
    </div>
  </>
);
