import type { CreateTableBuilder } from 'kysely';
import { allAudit, listAudit } from '../audit.ts';
import { auditValues } from '../audit-row.ts';
import { coldQueries } from '../cold-queries.ts';
import { mintRow } from '../grant-row.ts';
import { checkReadable, executed, type MigrationContext, migrate } from '../migrations/index.ts';
import type { AuditReader, Store } from '../model.ts';
import { coldPublishers } from '../publishers.ts';
import { auditRecorder } from './audit-recorder.ts';
import { kyselyOn } from './dialect.ts';
import { openReader, openWriter } from './files.ts';
import { GroupCommit } from './group-commit.ts';
import { lockDirectory } from './lock.ts';
import { embeddedLookups } from './lookups.ts';
import { embeddedMint } from './mint.ts';
import { embeddedReservation } from './reservation.ts';
import { isDuplicate } from './sqlite-errors.ts';

export const MIGRATION: MigrationContext = {
  numberedId: (table: CreateTableBuilder<'audit'>) =>
    table.addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement()),
  // SQLite always does.
  compareByBytes: () => Promise.resolve(),
  schema: undefined,
};

/**
 * SQLite in this process, for one gate.
 * @throws StoreInUse, StoreNewer
 */
export async function openEmbedded(directory: string): Promise<Store> {
  const unlock = lockDirectory(directory);
  try {
    const writer = openWriter(directory);
    try {
      const db = kyselyOn(writer);
      await migrate(db, MIGRATION);
      return assemble(writer, db, openReader(directory), unlock);
    } catch (error) {
      writer.close();
      throw error;
    }
  } catch (error) {
    unlock();
    throw error;
  }
}

function assemble(
  writer: ReturnType<typeof openWriter>,
  db: ReturnType<typeof kyselyOn>,
  reader: ReturnType<typeof openReader>,
  unlock: () => void,
): Store {
  const group = new GroupCommit(writer, (run) =>
    db.connection().execute(() => {
      run();
      return Promise.resolve();
    }),
  );
  const record = auditRecorder(writer);
  const mint = embeddedMint(writer, record);
  const reservation = embeddedReservation(writer, record);
  const lookups = embeddedLookups(reader);
  const cold = coldQueries(db);
  return {
    kind: 'embedded',
    publishers: {
      ...coldPublishers(db, isDuplicate),
      covering: async (name) => lookups.covering(name),
      candidates: async (name, origin) => lookups.candidates(name, origin),
    },
    grants: {
      mint: (asked) => group.run(() => mint(mintRow(asked), auditValues(asked.audit))),
      byToken: async (tokenHash) => lookups.byToken(tokenHash),
      byId: async (id) => lookups.byId(id),
      reserve: (asked) => group.run(() => reservation.reserve(asked)),
      extend: (id, attempt, deadline) => group.run(() => reservation.extend(id, attempt, deadline)),
      settle: (asked) => group.run(() => reservation.settle(asked)),
      ...cold.grants,
    },
    audit: {
      append: (draft) => group.run(() => record(auditValues(draft))),
      ...cold.audit,
    },
    ...cold.rest,
    migrations: () => executed(db, MIGRATION),
    ping: async () => {
      reader.prepare('select 1').get();
    },
    close: async () => {
      await group.idle();
      reader.close();
      await db.destroy();
      unlock();
    },
  };
}

/**
 * The audit of a store that a gate may be using at this moment.
 * @throws StoreMissing, StoreNewer
 */
export async function readEmbeddedAudit(directory: string): Promise<AuditReader> {
  const db = kyselyOn(openReader(directory));
  try {
    await checkReadable(db, MIGRATION, directory);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return { list: (filter) => listAudit(db, filter), all: (filter) => allAudit(db, filter), close: () => db.destroy() };
}
