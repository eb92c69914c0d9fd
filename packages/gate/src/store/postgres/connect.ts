import { type CustomTypesConfig, Pool, type QueryResultRow, types } from 'pg';
import { faultOf, metAnother } from './pg-errors.ts';

/** Milliseconds: to get a connection, for a statement on the server, and for its answer to come back. */
const CONNECT_MS = 5_000;
const STATEMENT_MS = 10_000;
const ANSWER_MS = 12_000;
const CONNECTIONS = 10;
/** Times a statement is asked again when it met another gate's. */
const AGAIN = 3;

/** A hot statement: prepared once a connection under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export type Ask = <R extends QueryResultRow>(statement: Statement, ...values: readonly unknown[]) => Promise<R[]>;

export function connect(url: string, log: (message: string) => void): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'sallyport',
    max: CONNECTIONS,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: ANSWER_MS,
    types: NUMBERS,
  });
  // Without a listener, the loss of a connection would end the process: of an idle one, and of one between two statements.
  pool.on('error', (error) => log(faultOf(error).message));
  pool.on('connect', (client) => {
    client.on('error', () => {});
    // The hot statements are prepared and look for their rows by key: planning them anew each time costs more than running them.
    client.query('set plan_cache_mode = force_generic_plan').catch(() => {});
  });
  return pool;
}

/** Every bigint of the schema is a count or a time in milliseconds, well inside what a number holds. */
const NUMBERS: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === types.builtins.INT8 ? (text: string) => Number(text) : types.getTypeParser(oid, format),
};

/** @throws StoreUnavailable, StoreRefused (never the driver's own error) */
export function asker(pool: Pool): Ask {
  return async <R extends QueryResultRow>({ name, text }: Statement, ...values: readonly unknown[]) => {
    for (let left = AGAIN; ; left--) {
      try {
        return (await pool.query<R>({ name, text, values: [...values] })).rows;
      } catch (error) {
        const fault = faultOf(error);
        if (left === 0 || !metAnother(fault)) throw fault;
      }
    }
  };
}
