import { useState } from 'react';
import { announce } from '../../app/announcements.ts';
import { Button, Failure } from '../../elements/index.ts';
import { useAttempt } from '../../session/attempt.ts';
import styles from './page.module.css';

/** Removes or ends something: asked once more in place, told when it is done. */
export function RemoveButton({
  text,
  what,
  done,
  remove,
}: {
  /** The button's word: "Remove". */
  readonly text: string;
  /** What it completes: "the passkey Laptop". */
  readonly what: string;
  /** What is announced. */
  readonly done: string;
  readonly remove: () => Promise<unknown>;
}) {
  const [state, setState] = useState<'idle' | 'asked' | 'kept'>('idle');
  const { busy, fault, attempt } = useAttempt();
  const go = async () => {
    await attempt(async () => {
      await remove();
      announce(done);
      // The row with this button is gone: the focus goes where the page begins.
      document.querySelector('h1')?.focus();
    });
    setState('idle');
  };
  return (
    <div className={styles['remove']}>
      {fault === undefined ? null : <Failure fault={fault} title="Nothing was changed" />}
      {state === 'asked' ? (
        <>
          <Button
            look="danger"
            isPending={busy}
            onPress={() => void go()}
            autoFocus
            aria-label={`${text} ${what}: yes`}
          >
            Yes, {text.toLowerCase()}
          </Button>
          <Button look="quiet" onPress={() => setState('kept')} aria-label={`Keep ${what}`}>
            Keep
          </Button>
        </>
      ) : (
        <Button onPress={() => setState('asked')} autoFocus={state === 'kept'} aria-label={`${text} ${what}`}>
          {text}
        </Button>
      )}
    </div>
  );
}
