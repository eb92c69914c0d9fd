import { useSyncExternalStore } from 'react';
import { Notice } from '../elements/index.ts';
import styles from './shell.module.css';

/** Says that the browser has no network, for as long as it has none. */
export function OfflineNotice() {
  const online = useSyncExternalStore(watch, () => navigator.onLine);
  return online ? null : (
    <div className={styles['banner']}>
      <Notice tone="warn" title="You are offline" live>
        What you see is as it was. Nothing can be saved until the network is back; what you typed stays.
      </Notice>
    </div>
  );
}

const watch = (changed: () => void) => {
  globalThis.addEventListener('online', changed);
  globalThis.addEventListener('offline', changed);
  return () => {
    globalThis.removeEventListener('online', changed);
    globalThis.removeEventListener('offline', changed);
  };
};
