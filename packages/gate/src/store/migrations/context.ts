import type { CreateTableBuilder } from 'kysely';

/** Where the engines differ in what they call the same thing. */
export interface MigrationContext {
  /** Adds the column `id`: a whole number that the database gives and never gives twice. */
  readonly numberedId: (table: CreateTableBuilder<'audit'>) => CreateTableBuilder<'audit', 'id'>;
  /** The schema the tables live in, where the engine has such; elsewhere tables of a neighbour would count as ours. */
  readonly schema: string | undefined;
}
