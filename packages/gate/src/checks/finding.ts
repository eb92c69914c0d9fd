/** What one check found: how it is, and what to do where it should be otherwise. Holds no secret (A2). */
export interface Finding {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed';
  /** What is so. A clause or more, without a full stop at the end. */
  readonly detail: string;
  /** What to do. The same. */
  readonly remedy?: string;
  /** It failed because somebody did not answer: trying again can help. */
  readonly passing?: true;
}

export const ok = (name: string, detail: string): Finding => ({ name, status: 'ok', detail });
export const warning = (name: string, detail: string, remedy: string): Finding => ({
  name,
  status: 'warning',
  detail,
  remedy,
});
export const failed = (name: string, detail: string, remedy: string): Finding => ({
  name,
  status: 'failed',
  detail,
  remedy,
});
/** The same, for what did not answer now. */
export const silent = (name: string, detail: string, remedy: string): Finding => ({
  ...failed(name, detail, remedy),
  passing: true,
});

/** Detail and remedy as sentences. */
export const sentences = ({ detail, remedy }: Finding): string =>
  [detail, remedy].flatMap((part) => (part === undefined ? [] : [`${capital(part)}.`])).join(' ');

/** Only a word is a beginning of a sentence: an address or a key is written as it is. */
const capital = (text: string): string => (/^[a-z]+ /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text);

/** What went wrong, in few words: a code where there is one. */
export function reasonOf(fault: unknown): string {
  if (!(fault instanceof Error)) return 'unknown fault';
  const cause: unknown = fault.cause instanceof Error ? fault.cause : fault;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.message : fault.message;
}
