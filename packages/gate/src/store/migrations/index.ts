import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { StoreMissing, StoreNewer } from '../faults.ts';
import type { Tables } from '../schema.ts';
import { first } from './0001-first.ts';
import { people } from './0002-people.ts';
import { operating } from './0003-operating.ts';
import type { MigrationContext } from './context.ts';

export type { MigrationContext } from './context.ts';

type Step = (db: Kysely<Tables>, context: MigrationContext) => Promise<void>;

/** Every migration there is, in order. Forward only: one is added, none is ever changed. */
const STEPS: Readonly<Record<string, Step>> = {
  '0001-first': first,
  '0002-people': people,
  '0003-operating': operating,
};

const TABLE = 'kysely_migration';

/**
 * Brings the store to the present schema, under the migrator's lock, in one transaction.
 * @throws StoreNewer when a later version of the gate has been here
 */
export async function migrate(db: Kysely<Tables>, context: MigrationContext): Promise<void> {
  refuseNewer(await executed(db, context));
  const migrations = Object.fromEntries(
    Object.entries(STEPS).map(([name, step]) => [name, { up: (inner: Kysely<Tables>) => step(inner, context) }]),
  );
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    ...(context.schema === undefined ? {} : { migrationTableSchema: context.schema }),
  }).migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error('The store could not be migrated.');
}

/**
 * For a reader, which changes nothing.
 * @throws StoreNewer, StoreMissing
 */
export async function checkReadable(db: Kysely<Tables>, context: MigrationContext, place: string): Promise<void> {
  const names = await executed(db, context);
  refuseNewer(names);
  if (names.length === 0) throw new StoreMissing(place);
}

function refuseNewer(names: readonly string[]): void {
  const unknown = names.find((name) => !Object.hasOwn(STEPS, name));
  if (unknown !== undefined) throw new StoreNewer(unknown);
}

/** The migrations that have been run, in order. */
export async function executed(db: Kysely<Tables>, { schema }: MigrationContext): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === TABLE && (schema === undefined || table.schema === schema))) return [];
  const rows = await db
    .withTables<{ [TABLE]: { name: string } }>()
    .selectFrom(TABLE)
    .select('name')
    .orderBy('name')
    .execute();
  return rows.map((row) => row.name);
}
