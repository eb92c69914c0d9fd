import { Block, Button, Notice } from '../elements/index.ts';
import styles from './enrolment.module.css';

/** Recovery codes, the one time that they are shown. */
export function RecoveryCodes({ codes, onKept }: { readonly codes: readonly string[]; readonly onKept: () => void }) {
  const text = codes.join('\n');
  const download = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }));
    link.download = 'sallyport-recovery-codes.txt';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <div className={styles['form']}>
      <Notice tone="warn" title="Keep these codes now" live>
        They are shown only this once. Each stands in for your second factor a single time, when the device is lost.
        Keep them apart from your password.
      </Notice>
      <Block text={text} title="Recovery codes" what="the recovery codes" />
      <div className={styles['buttons']}>
        <Button onPress={download}>Download as a text file</Button>
        <Button look="primary" onPress={onKept}>
          I have kept them
        </Button>
      </div>
    </div>
  );
}
