import type { Kysely } from 'kysely';
import { NOT_ACCEPTED, NOT_EXCHANGES, PUBLISHED, PUBLISHED_BY_OTHERS } from '../audit-subsets.ts';
import type { Tables } from '../schema.ts';
import type { MigrationContext } from './context.ts';

/** People who sign in and confirm, policies, and an audit that can be asked by publisher and by publish. */
export async function people(db: Kysely<Tables>, { compareByBytes }: MigrationContext): Promise<void> {
  await sessions(db);
  await factors(db);
  await confirmations(db);
  await db.schema
    .createTable('policies')
    .addColumn('package', 'text', (c) => c.primaryKey())
    .addColumn('trusted_publishing_only', 'bigint', (c) => c.notNull())
    .execute();
  for (const table of ['publishers', 'audit', 'policies'] as const) await compareByBytes(db, table, 'package');
  await db.schema.alterTable('audit').addColumn('publisher', 'text').execute();
  await fillPublisher(db);
  await auditIndexes(db);
}

async function sessions(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('secret_hash', 'text', (c) => c.notNull().unique())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('method', 'text', (c) => c.notNull())
    .addColumn('source', 'text')
    .addColumn('strong', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_seen_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('user_agent', 'text')
    .execute();
  await db.schema.createIndex('sessions_account').on('sessions').columns(['account', 'created_at']).execute();
  await db.schema.createIndex('sessions_expires_at').on('sessions').column('expires_at').execute();
}

async function factors(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('passkeys')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('public_key', 'text', (c) => c.notNull())
    .addColumn('counter', 'bigint', (c) => c.notNull())
    .addColumn('transports', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at', 'bigint')
    .execute();
  await db.schema.createIndex('passkeys_account').on('passkeys').column('account').execute();
  await db.schema
    .createTable('totp')
    .addColumn('account', 'text', (c) => c.primaryKey())
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('confirmed_at', 'bigint')
    .addColumn('last_step', 'bigint')
    .execute();
  await db.schema
    .createTable('recovery_codes')
    .addColumn('account', 'text', (c) => c.primaryKey())
    .addColumn('hashes', 'text', (c) => c.notNull())
    .execute();
}

async function confirmations(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('challenges')
    .addColumn('value', 'text', (c) => c.primaryKey())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('account', 'text')
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('links')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('confirmations')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('done_hash', 'text', (c) => c.notNull().unique())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('credential', 'text', (c) => c.notNull())
    .addColumn('method', 'text', (c) => c.notNull())
    .addColumn('path', 'text', (c) => c.notNull())
    .addColumn('body_digest', 'text', (c) => c.notNull())
    .addColumn('shown', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('otp_hash', 'text', (c) => c.unique())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  for (const table of ['challenges', 'links', 'confirmations'] as const)
    await db.schema.createIndex(`${table}_expires_at`).on(table).column('expires_at').execute();
}

/** Entries a page: well under the number of parameters that a statement may have. */
const PAGE = 1_000;

/**
 * Entries written before have their publisher in the body alone. Read here and not by the database: PostgreSQL cannot take apart JSON
 * that holds `\u0000`, which a claim may.
 */
async function fillPublisher(db: Kysely<Tables>): Promise<void> {
  for (let last = 0; ; ) {
    const page = await db
      .selectFrom('audit')
      .select(['id', 'body'])
      .where('id', '>', last)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    const end = page.at(-1);
    if (end === undefined) return;
    last = end.id;
    for (const [publisher, entries] of Map.groupBy(page, publisherOf))
      if (publisher !== undefined) {
        const ids = entries.map(({ id }) => id);
        await db.updateTable('audit').set({ publisher }).where('id', 'in', ids).execute();
      }
  }
}

const publisherOf = ({ body }: { readonly body: string }): string | undefined =>
  (JSON.parse(body) as { publisher?: string }).publisher;

/** Of these a mint's entry is in the first alone: two whole indexes make room for it. */
async function auditIndexes(db: Kysely<Tables>): Promise<void> {
  for (const name of ['audit_kind', 'audit_outcome']) await db.schema.dropIndex(name).execute();
  const index = (name: string, columns: ('package' | 'publisher' | 'kind' | 'outcome' | 'at' | 'id')[]) =>
    db.schema.createIndex(name).on('audit').columns(columns);
  await index('audit_publisher', ['publisher', 'id']).where('publisher', 'is not', null).execute();
  await index('audit_kind_of_others', ['kind', 'id']).where(NOT_EXCHANGES).execute();
  await index('audit_outcome_of_others', ['outcome', 'id']).where(NOT_ACCEPTED).execute();
  await index('audit_published', ['package', 'id']).where(PUBLISHED).execute();
  // With the columns of its own condition: SQLite looks at them again, in the table where the index lacks them.
  const whole = ['at', 'package', 'kind', 'outcome', 'publisher'] as const;
  await index('audit_published_by_others', [...whole])
    .where(PUBLISHED_BY_OTHERS)
    .execute();
}
