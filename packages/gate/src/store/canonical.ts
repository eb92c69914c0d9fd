import { createHash } from 'node:crypto';

/** JSON with the keys of every object in one order, so that equal values are equal texts on both engines. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (isRecord(inner) ? sorted(inner) : inner));

/** A key of fixed length for a list of values, however long they are: PostgreSQL refuses index rows over 2,704 bytes. */
export const keyOf = (...values: readonly unknown[]): string =>
  createHash('sha256').update(canonicalJson(values)).digest('hex');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (record: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
