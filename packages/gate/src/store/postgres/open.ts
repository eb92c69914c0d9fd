import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import { allAudit, listAudit } from '../audit.ts';
import { auditValues } from '../audit-row.ts';
import { coldQueries } from '../cold-queries.ts';
import { checkReadable, executed, type MigrationContext, migrate } from '../migrations/index.ts';
import type { AuditReader, Store } from '../model.ts';
import { coldPublishers } from '../publishers.ts';
import type { Tables } from '../schema.ts';
import { appendAudit } from './append.ts';
import { asker, connect, type Statement } from './connect.ts';
import { kyselyOn } from './dialect.ts';
import { postgresLookups } from './lookups.ts';
import { postgresMint } from './mint.ts';
import { isDuplicate } from './pg-errors.ts';
import { postgresReservation } from './reservation.ts';

const PING: Statement = { name: 'ping', text: 'select 1 as one' };

/**
 * PostgreSQL, for any number of gates. Tables live in the connection's current schema: another one than the database's is named in
 * the URL (`?options=-c search_path=...`).
 * @throws StoreNewer; StoreUnavailable, StoreRefused where the database does not let us in
 */
export async function openPostgres(url: string, log: (message: string) => void): Promise<Store> {
  const pool = connect(url, log);
  try {
    const db = kyselyOn(pool);
    await migrate(db, await migrationContext(db));
    return assemble(pool, db);
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function assemble(pool: Pool, db: Kysely<Tables>): Store {
  const ask = asker(pool);
  const { covering, candidates, byToken, byId } = postgresLookups(ask);
  const { mint, idle: mintIdle } = postgresMint(ask);
  const { reserve, extend, settle, idle: reservationIdle } = postgresReservation(ask);
  const cold = coldQueries(db);
  return {
    kind: 'postgres',
    publishers: { ...coldPublishers(db, isDuplicate), covering, candidates },
    grants: {
      mint,
      byToken,
      byId,
      reserve,
      extend,
      settle,
      ...cold.grants,
    },
    audit: {
      append: (draft) => appendAudit(ask, auditValues(draft)),
      ...cold.audit,
    },
    ...cold.rest,
    migrations: async () => executed(db, await migrationContext(db)),
    ping: async () => {
      await ask(PING);
    },
    close: async () => {
      await Promise.all([mintIdle(), reservationIdle()]);
      await db.destroy();
    },
  };
}

/**
 * The audit of a store that gates may be using at this moment.
 * @throws StoreMissing, StoreNewer; StoreUnavailable, StoreRefused
 */
export async function readPostgresAudit(url: string, log: (message: string) => void): Promise<AuditReader> {
  const pool = connect(url, log);
  try {
    const db = kyselyOn(pool);
    await checkReadable(db, await migrationContext(db), 'this PostgreSQL database');
    return {
      list: (filter) => listAudit(db, filter),
      all: (filter) => allAudit(db, filter),
      close: () => db.destroy(),
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function migrationContext(db: Kysely<Tables>): Promise<MigrationContext> {
  const current = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(db);
  return {
    numberedId: (table: CreateTableBuilder<'audit'>) =>
      table.addColumn('id', 'bigint', (c) => c.primaryKey().generatedByDefaultAsIdentity()),
    compareByBytes: (inner, table, column) =>
      inner.schema
        .alterTable(table)
        .alterColumn(column, (c) => c.setDataType(sql`text collate "C"`))
        .execute(),
    // Undefined when the search path names none that exists: creating the tables then says so.
    schema: current.rows[0]?.schema ?? undefined,
  };
}
