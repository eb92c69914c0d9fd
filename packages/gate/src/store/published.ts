import { sql } from 'kysely';

/**
 * Which audit entries are publishes that the upstream took. Written out, without parameters: an index over a part of a table serves
 * only a query that repeats its condition word by word.
 */
export const PUBLISHED = sql<boolean>`kind = 'publish' and outcome in ('accepted', 'passed')`;

/**
 * Those by another credential than a publish token: the entry of a publish token names its publisher, somebody's own publish has none
 * (publish/own.ts), nor has one that passed through (http/routes/registry.ts).
 */
export const PASSED_BY_OTHERS = sql<boolean>`kind = 'publish' and outcome in ('accepted', 'passed') and publisher is null`;
