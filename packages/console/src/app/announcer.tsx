import { Button } from '../elements/index.ts';
import { dismiss, useAnnouncement } from './announcements.ts';
import styles from './announcer.module.css';

/** Where results are said. The region exists from the start: one that appears with its text is not read out. */
export function Announcer() {
  const said = useAnnouncement();
  return (
    <div className={said === undefined ? styles['quiet'] : styles['shown']}>
      <p role="status" key="said">
        {said?.text}
      </p>
      {said === undefined ? null : (
        <Button look="quiet" onPress={dismiss}>
          Dismiss
        </Button>
      )}
    </div>
  );
}
