import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';

/** The store of a gate that is down: its data folder, or its database. */
export type StorePlace = { readonly folder: string } | { readonly url: string };

type Row = Record<string, string | number | null>;

/** That many trusted publishers more, each of a package of its own: copies of the one that is there. */
export const fillPublishers = (place: StorePlace, amount: number): Promise<void> =>
  fill(place, 'publishers', amount, (row, index) => ({
    ...row,
    id: randomUUID(),
    package: `@acme/filled-${index}`,
  }));

/** That many grants more, as exchanges of other runs left them: copies of the one that is there. */
export const fillGrants = (place: StorePlace, amount: number): Promise<void> =>
  fill(place, 'grants', amount, (row) => ({
    ...row,
    id: randomBytes(32).toString('hex'),
    token_hash: randomBytes(32).toString('hex'),
    replay_key: null,
  }));

async function fill(
  place: StorePlace,
  table: 'publishers' | 'grants',
  amount: number,
  change: (row: Row, index: number) => Row,
): Promise<void> {
  const make = (row: Row): Row[] => Array.from({ length: amount }, (_, index) => change(row, index));
  if ('folder' in place) fillFile(place.folder, table, make);
  else await fillDatabase(place.url, table, make);
}

function fillFile(folder: string, table: string, make: (row: Row) => Row[]): void {
  const database = new DatabaseSync(join(folder, 'store.sqlite'));
  const [row] = database.prepare(`select * from ${table} limit 1`).all() as Row[];
  if (row === undefined) throw new Error(`there are no ${table} to copy`);
  const columns = Object.keys(row);
  const insert = database.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  );
  database.exec('begin');
  for (const made of make(row)) insert.run(...columns.map((column) => made[column] ?? null));
  database.exec('commit; analyze');
  database.close();
}

async function fillDatabase(url: string, table: string, make: (row: Row) => Row[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Row>(`select * from ${table} limit 1`);
  if (rows[0] === undefined) throw new Error(`there are no ${table} to copy`);
  await client.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
    JSON.stringify(make(rows[0])),
  ]);
  await client.query(`analyze ${table}`);
  await client.end();
}
