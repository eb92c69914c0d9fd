import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Measured, startMeasured } from './process.ts';

/** A Verdaccio of its own, and a token that may publish to it. */
export async function startVerdaccio(
  folder: string,
  name: string,
): Promise<{ readonly server: Measured; readonly token: string }> {
  const own = join(folder, name);
  await mkdir(own);
  // A PUT is buffered whole and parsed: 200 MB need more than V8's default allows.
  const server = await startMeasured(['--max-old-space-size=8000', resolve('bench/support/verdaccio.ts'), own]);
  const answer = await fetch(`${server.url}/-/user/org.couchdb.user:bench`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'bench', password: 'bench-password' }),
  });
  return { server, token: ((await answer.json()) as { token: string }).token };
}
