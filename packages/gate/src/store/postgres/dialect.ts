import {
  Kysely,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import type { Pool } from 'pg';
import type { Tables } from '../schema.ts';
import { faultOf } from './pg-errors.ts';

/** Kysely on the same pool as the hot statements, with the same faults: never the driver's own error (A2). */
export const kyselyOn = (pool: Pool): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: { options: pool.options, connect: () => connectFor(pool), end: () => pool.end() },
    }),
  });

async function connectFor(pool: Pool): Promise<PostgresPoolClient> {
  const client: PostgresPoolClient = await pool.connect().catch(raise);
  function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query<R>(asked: string | PostgresCursor<R>, parameters: readonly unknown[] = []) {
    return typeof asked === 'string' ? client.query<R>(asked, parameters).catch(raise) : client.query(asked);
  }
  return { query, release: (destroy) => client.release(destroy) };
}

function raise(error: unknown): never {
  throw faultOf(error);
}
