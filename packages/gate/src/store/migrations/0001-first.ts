import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';
import type { MigrationContext } from './context.ts';

/** Publishers, grants, audit with its side table of personal claims, switches. */
export async function first(db: Kysely<Tables>, { numberedId }: MigrationContext): Promise<void> {
  await publishers(db);
  await grants(db);
  await audit(db, numberedId);
  await db.schema
    .createTable('disabled')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .execute();
}

async function publishers(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('publishers')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('package', 'text', (c) => c.notNull())
    .addColumn('scope', 'text')
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('issuer', 'text')
    .addColumn('claims', 'text', (c) => c.notNull())
    .addColumn('equal_key', 'text', (c) => c.notNull())
    .addColumn('permissions', 'text', (c) => c.notNull())
    .addColumn('note', 'text')
    .addColumn('paused', 'bigint', (c) => c.notNull())
    .addColumn('revision', 'bigint', (c) => c.notNull())
    .addColumn('pins', 'text')
    .addColumn('pinned_issuer', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('publishers_equal', ['package', 'equal_key'])
    .execute();
  await db.schema.createIndex('publishers_scope').on('publishers').column('scope').execute();
  await db.schema.createIndex('publishers_issuer').on('publishers').column('issuer').execute();
  await db.schema.createIndex('publishers_pinned_issuer').on('publishers').column('pinned_issuer').execute();
}

async function grants(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('grants')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('package', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('publisher', 'text', (c) => c.notNull())
    .addColumn('revision', 'bigint', (c) => c.notNull())
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('replay_key', 'text', (c) => c.unique())
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('token_expires_at', 'bigint', (c) => c.notNull())
    .addColumn('version', 'text')
    .addColumn('integrity', 'text')
    .addColumn('tag', 'text')
    .addColumn('attempt', 'text')
    .addColumn('deadline', 'bigint')
    .addColumn('uncertain', 'bigint', (c) => c.notNull())
    .addColumn('published_by', 'text', (c) => c.notNull())
    .addColumn('keep_until', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('grants_keep_until').on('grants').column('keep_until').execute();
  await db.schema
    .createIndex('grants_deadline')
    .on('grants')
    .column('deadline')
    .where('deadline', 'is not', null)
    .execute();
  await db.schema
    .createIndex('grants_bound')
    .on('grants')
    .columns(['keep_until', 'state'])
    .where('state', '=', 'bound')
    .execute();
}

async function audit(db: Kysely<Tables>, numberedId: MigrationContext['numberedId']): Promise<void> {
  await db.schema
    .createTable('audit')
    .$call(numberedId)
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('package', 'text')
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('audit_package').on('audit').columns(['package', 'id']).execute();
  await db.schema.createIndex('audit_kind').on('audit').columns(['kind', 'id']).execute();
  await db.schema.createIndex('audit_outcome').on('audit').columns(['outcome', 'id']).execute();
  await db.schema
    .createTable('audit_personal')
    .addColumn('audit_id', 'bigint', (c) => c.primaryKey())
    .addColumn('body', 'text', (c) => c.notNull())
    .execute();
}
