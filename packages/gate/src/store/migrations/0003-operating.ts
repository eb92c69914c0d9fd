import type { Kysely } from 'kysely';
import { PUBLISHED } from '../audit-subsets.ts';
import type { Tables } from '../schema.ts';

/** Who switched something off at run time, a publisher's own token lifetime, and what a staged version is recognised by upstream. */
export async function operating(db: Kysely<Tables>): Promise<void> {
  // What stood there came from the configuration, and is written again at the next start.
  await db.schema
    .alterTable('disabled')
    .addColumn('configured', 'bigint', (c) => c.notNull().defaultTo(1))
    .execute();
  await db.schema.alterTable('disabled').addColumn('switched_by', 'text').execute();
  await db.schema.alterTable('disabled').addColumn('switched_at', 'bigint').execute();
  await db.schema.alterTable('disabled').addColumn('switched_note', 'text').execute();
  await db.schema.alterTable('publishers').addColumn('token_lifetime', 'bigint').execute();
  // A stage queue shows SHA-1 and no integrity.
  await db.schema.alterTable('grants').addColumn('shasum', 'text').execute();
  // Set once a version was staged: a repeat is told again where to approve it.
  await db.schema.alterTable('grants').addColumn('stage_id', 'text').execute();
  // What was staged is one more outcome of this subset.
  await db.schema.dropIndex('audit_published').execute();
  await db.schema.createIndex('audit_published').on('audit').columns(['package', 'id']).where(PUBLISHED).execute();
}
