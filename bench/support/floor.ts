// The floor of the exchange: a bare Fastify server that verifies one RS256 signature with a cached key and commits one insert.
// Usage: node bench/support/floor.ts JWK embedded FOLDER | JWK postgres URL
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fastify from 'fastify';
import { importJWK, type JWK, jwtVerify } from 'jose';
import { Pool } from 'pg';

const [jwk = '', kind, place = ''] = process.argv.slice(2);
const key = await importJWK(JSON.parse(jwk) as JWK, 'RS256');
const insert = kind === 'postgres' ? await postgres(place) : sqlite(place);

const app = fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));
app.post('/exchange', async (request, reply) => {
  const token = (request.headers.authorization ?? '').slice(7);
  await jwtVerify(token, key, { algorithms: ['RS256'] });
  await insert(createHash('sha256').update(token).digest('hex'));
  return reply.code(201).send({ token_type: 'oidc', token });
});
await app.listen({ host: '127.0.0.1', port: 0 });
const address = app.server.address();
console.log(`ready http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));

function sqlite(folder: string): (hash: string) => Promise<void> {
  const db = new DatabaseSync(join(folder, 'floor.sqlite'));
  db.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table tokens (hash text primary key, created bigint)',
  );
  const statement = db.prepare('insert into tokens (hash, created) values (?, ?)');
  return async (hash) => void statement.run(hash, Date.now());
}

async function postgres(url: string): Promise<(hash: string) => Promise<void>> {
  const pool = new Pool({ connectionString: url, max: 10 });
  await pool.query('create table tokens (hash text primary key, created bigint)');
  return async (hash) =>
    void (await pool.query({
      name: 'insert',
      text: 'insert into tokens (hash, created) values ($1, $2)',
      values: [hash, Date.now()],
    }));
}
