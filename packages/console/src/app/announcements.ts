import { useSyncExternalStore } from 'react';

/** What was done, said politely and shown for a while. Milliseconds. */
const SHOWN_MS = 10_000;

export interface Announcement {
  readonly number: number;
  readonly text: string;
}

let now: Announcement | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function set(next: Announcement | undefined): void {
  now = next;
  for (const listener of listeners) listener();
}

/** Says a result, such as "The passkey was removed.": read out politely wherever the reader is, also after navigation. */
export function announce(text: string): void {
  clearTimeout(timer);
  set({ number: (now?.number ?? 0) + 1, text });
  timer = setTimeout(dismiss, SHOWN_MS);
}

export function dismiss(): void {
  clearTimeout(timer);
  set(undefined);
}

/** For components: `const announce = useAnnounce()`. */
export const useAnnounce = (): ((text: string) => void) => announce;

export const useAnnouncement = (): Announcement | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );
