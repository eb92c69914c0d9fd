import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import { NOT_ACCEPTED, NOT_EXCHANGES } from './audit-subsets.ts';
import type { AuditFilter } from './model.ts';
import { inRanges } from './name-ranges.ts';
import type { Tables } from './schema.ts';

type Condition = (eb: ExpressionBuilder<Tables, 'audit'>) => Expression<SqlBool>;

/** The part of a filter whose index finds the entries; `id`: all are read in their order. */
type Lead = 'package' | 'publisher' | 'within' | 'kind' | 'outcome' | 'id';

/**
 * The lead is chosen here and not by the engine: with several conditions, SQLite took the index of the commonest kind for the releases of
 * one package, and sorted 60,000 entries for a page of two kinds.
 */
export function leadOf({ package: name, publisher, within, kind, outcome, after }: Omit<AuditFilter, 'limit'>): Lead {
  if (name !== undefined) return 'package';
  if (publisher !== undefined) return 'publisher';
  if (after !== undefined) return 'id';
  if (within !== undefined) return 'within';
  // Exchanges and what was accepted are most of the audit, and in no index.
  if (typeof kind === 'string' && kind !== 'exchange') return 'kind';
  if (typeof outcome === 'string' && outcome !== 'accepted') return 'outcome';
  return 'id';
}

const listOf = (wanted: string | readonly string[]): readonly string[] =>
  typeof wanted === 'string' ? [wanted] : wanted;

/** What a filter says of an entry, but for its place in a page. */
export const matches =
  (filter: Omit<AuditFilter, 'limit' | 'before'>, lead: Lead): Condition =>
  (eb) => {
    const { package: name, kind, outcome, publisher, within, after, since } = filter;
    const column = (of: 'package' | 'publisher' | 'kind' | 'outcome', leads: boolean = lead === of) =>
      leads ? sql.ref<string>(`audit.${of}`) : withoutIndex(of);
    const conditions = [
      name === undefined ? undefined : eb(column('package'), '=', name),
      kind === undefined ? undefined : eb(column('kind'), 'in', listOf(kind)),
      outcome === undefined ? undefined : eb(column('outcome'), 'in', listOf(outcome)),
      publisher === undefined ? undefined : eb(column('publisher'), '=', publisher),
      within === undefined ? undefined : inRanges(column('package', lead === 'within'), within),
      after === undefined ? undefined : eb('audit.id', '>', after),
      since === undefined ? undefined : eb('audit.at', '>=', since),
      lead === 'kind' ? NOT_EXCHANGES : undefined,
      lead === 'outcome' ? NOT_ACCEPTED : undefined,
    ];
    return eb.and(conditions.filter((condition) => condition !== undefined));
  };

/** The same value, by an expression that no index holds. */
const withoutIndex = (column: string): RawBuilder<string> => sql<string>`(${sql.ref(`audit.${column}`)} || '')`;
