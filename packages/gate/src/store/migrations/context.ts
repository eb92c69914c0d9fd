import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

/** Where the engines differ in what they call the same thing. */
export interface MigrationContext {
  /** Adds the column `id`: a whole number that the database gives and never gives twice. */
  readonly numberedId: (table: CreateTableBuilder<'audit'>) => CreateTableBuilder<'audit', 'id'>;
  /**
   * From now on a text column compares byte by byte, whatever language the database speaks: ranges of names are bounds, and in English
   * `@acme-evil/x` lies between `@acme/a` and `@acme/z`.
   */
  readonly compareByBytes: (db: Kysely<Tables>, table: keyof Tables, column: string) => Promise<void>;
  /** The schema the tables live in, where the engine has such; elsewhere tables of a neighbour would count as ours. */
  readonly schema: string | undefined;
}
