import { type RawBuilder, sql } from 'kysely';
import type { NameRange } from './people-model.ts';

/** Greater, byte by byte, than whatever follows a prefix in a name. */
const ABOVE_EVERY_NAME = '\u{10ffff}';

/**
 * Whether a name lies in one of the ranges. Bounds and no LIKE: nothing in a name is a wildcard, and the column's index serves. The
 * columns compare byte by byte on both engines (migration 0002): by a language's rules, another scope could lie between.
 */
export function inRanges(name: RawBuilder<string>, ranges: readonly NameRange[]): RawBuilder<boolean> {
  const exact = ranges.flatMap((range) => ('exact' in range ? [range.exact] : []));
  const conditions = [
    // One list, however many packages somebody may write: SQLite nests `or` no deeper than 1,000.
    ...(exact.length === 0 ? [] : [sql<boolean>`${name} in (${sql.join(exact)})`]),
    ...ranges.flatMap((range) => ('prefix' in range ? [begins(name, range.prefix)] : [])),
  ];
  return conditions.length === 0 ? sql<boolean>`1 = 0` : sql<boolean>`(${sql.join(conditions, sql` or `)})`;
}

const begins = (name: RawBuilder<string>, prefix: string): RawBuilder<boolean> =>
  sql<boolean>`(${name} >= ${prefix} and ${name} < ${prefix + ABOVE_EVERY_NAME})`;
