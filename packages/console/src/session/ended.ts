import { useSyncExternalStore } from 'react';
import { onSessionEnd } from '../api/index.ts';

/** Whether the session ended while the page is open, and who waits for the reader to sign in again. */
let ended = false;
const watchers = new Set<() => void>();
const waiting = new Set<(again: boolean) => void>();

function set(now: boolean): void {
  ended = now;
  for (const watcher of watchers) watcher();
}

onSessionEnd(() => set(true));

/** Settles when the reader has signed in again (true) or closed the dialog (false). */
export const signedInAgain = (): Promise<boolean> => new Promise((resolve) => waiting.add(resolve));

/** The dialog was answered. */
export function settle(again: boolean): void {
  set(false);
  for (const resolve of waiting) resolve(again);
  waiting.clear();
}

export const useEnded = (): boolean =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => ended,
  );
