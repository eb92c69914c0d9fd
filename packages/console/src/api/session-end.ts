/** The gate answered that nobody is signed in any more, or that this session has yet to give its second factor. */
const CODES: ReadonlySet<string> = new Set(['unauthorized', 'session-expired', 'second-factor-needed']);

const listeners = new Set<() => void>();

/** Calls `listener` whenever an answer says that the session ended; returns how to stop. */
export function onSessionEnd(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether an answer says so. One that begins a confirmation (authUrl) does not, nor does one about signing in itself. */
export const endsSession = (operation: string, status: number, code: string, authUrl: string | undefined): boolean =>
  status === 401 && authUrl === undefined && CODES.has(code) && !operation.includes('/-/sallyport/v1/session');

export function tellSessionEnd(): void {
  for (const listener of listeners) listener();
}
