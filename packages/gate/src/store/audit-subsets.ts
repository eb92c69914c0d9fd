import { sql } from 'kysely';

/**
 * Subsets of the audit that have an index of their own. Written out, without parameters: an index over part of a table serves only a
 * query that repeats its condition. An accepted exchange is in none of them, so that a mint pays for none.
 */

/** Publishes that the upstream took, into its stage queue too: the gate is not told when they leave it. */
export const PUBLISHED = sql<boolean>`kind = 'publish' and outcome in ('accepted', 'passed', 'staged')`;

/**
 * Those by another credential than a publish token: the entry of a publish token names its publisher; somebody's own publish has none
 * (publish/own.ts), nor has one that passed through (http/routes/registry.ts).
 */
export const PUBLISHED_BY_OTHERS = sql<boolean>`kind = 'publish' and outcome in ('accepted', 'passed') and publisher is null`;

export const NOT_EXCHANGES = sql<boolean>`kind <> 'exchange'`;
export const NOT_ACCEPTED = sql<boolean>`outcome <> 'accepted'`;
