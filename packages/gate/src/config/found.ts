import type { Path } from './path.ts';

/** Longest value that a message quotes, in characters. */
const MAX_SHOWN = 64;

/** Below these a secret may stand by mistake: no value and no key of theirs is ever shown (A2). */
const SECRET: readonly string[] = ['upstream.credential', 'administrators.tokens', 'encryptionKey'];

export const isSecret = (path: Path): boolean => {
  const keys = path.filter((key) => typeof key === 'string').join('.');
  return SECRET.some((secret) => keys === secret || keys.startsWith(`${secret}.`));
};

/** What stands at a place, for a message: short, on one line, without passwords. */
export function found(value: unknown, path: Path): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (isSecret(path)) return 'a plain value, which is not shown';
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}

/** A text in quotes: cut, on one line, what may be a user and password before an `@` masked. */
export function quote(text: string): string {
  // Up to the last `@`, because a password may hold `/` and `@` when somebody forgot to escape them.
  const masked = text.replace(/(:\/\/|:).*@/s, '$1***@').replace(/[^\x20-\x7e]/g, '?');
  return JSON.stringify(masked.length > MAX_SHOWN ? `${masked.slice(0, MAX_SHOWN)}...` : masked);
}
