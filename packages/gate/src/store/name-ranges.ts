import { type RawBuilder, sql } from 'kysely';
import type { NameRange } from './people-model.ts';

/** Greater, byte by byte, than whatever follows a prefix in a name. */
const ABOVE_EVERY_NAME = '\u{10ffff}';

/**
 * Whether a name lies in one of the ranges. Bounds and no LIKE: nothing in a name is a wildcard, and the column's index serves. The
 * columns compare byte by byte on both engines (migration 0002): by a language's rules, another scope could lie between.
 */
export const inRanges = (name: RawBuilder<string>, ranges: readonly NameRange[]): RawBuilder<boolean> =>
  ranges.length === 0
    ? sql<boolean>`1 = 0`
    : sql<boolean>`(${sql.join(
        ranges.map((range) => inRange(name, range)),
        sql` or `,
      )})`;

const inRange = (name: RawBuilder<string>, range: NameRange): RawBuilder<boolean> =>
  'exact' in range
    ? sql`${name} = ${range.exact}`
    : sql`(${name} >= ${range.prefix} and ${name} < ${range.prefix + ABOVE_EVERY_NAME})`;
