import { isDeepStrictEqual } from 'node:util';
import type { Configuration } from './model.ts';

/** What a running gate takes over when it reads its configuration again (INTERFACE "SIGHUP"). */
export const RELOADABLE = [
  'issuers',
  'providers',
  'workspaces',
  'disable',
  'owners',
  'administrators',
  'publish',
  'exchange',
] as const;

export interface Reload {
  /** What is in force from now on. */
  readonly configuration: Configuration;
  /** Keys that took effect. */
  readonly changed: readonly string[];
  /** Keys that differ from what the gate started with and wait for a restart. */
  readonly restart: readonly string[];
}

/** What of a newly read configuration counts at once, and what does not. Pure. */
export function reload(current: Configuration, next: Configuration): Reload {
  const reloadable: readonly string[] = RELOADABLE;
  const keys = (Object.keys(next) as (keyof Configuration)[]).filter((key) => !same(current[key], next[key]));
  return {
    configuration: { ...current, ...Object.fromEntries(RELOADABLE.map((key) => [key, next[key]])) },
    changed: keys.filter((key) => reloadable.includes(key)),
    restart: keys.filter((key) => !reloadable.includes(key)),
  };
}

/** Secrets are equal when they come from the same place: what they hold is read anew each time anyway. */
const same = (a: unknown, b: unknown): boolean => isDeepStrictEqual(withoutReaders(a), withoutReaders(b));

const withoutReaders = (value: unknown): unknown =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
