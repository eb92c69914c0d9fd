// A Verdaccio as people run it, over HTTP, with JWT tokens. Usage: node bench/support/verdaccio.ts FOLDER
import { writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { stringify } from 'yaml';

const [folder = ''] = process.argv.slice(2);
const file = join(folder, 'config.yaml');
await writeFile(
  file,
  stringify({
    storage: join(folder, 'storage'),
    self_path: file,
    auth: { htpasswd: { file: join(folder, 'htpasswd') } },
    security: { api: { jwt: { sign: { expiresIn: '1d' } } } },
    packages: { '**': { access: '$all', publish: '$authenticated' } },
    max_body_size: '1000mb',
    web: { enable: false },
    log: { type: 'stdout', format: 'json', level: 'fatal' },
  }),
);
const { runServer } = await import('verdaccio');
const server = (await runServer(file)) as Server;
server.keepAliveTimeout = 60_000;
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
const address = server.address();
console.log(`ready http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
process.on('SIGTERM', () => process.exit(0));
