/** Asks a registry who it is, in a process of its own: NODE_EXTRA_CA_CERTS counts only when a process starts. Prints what it found, or why not. */
import { openHttp } from '../../src/upstream/index.ts';
import { quiet } from './quiet.ts';

const upstream = openHttp({
  url: process.argv[2] ?? '',
  kind: 'auto',
  credential: undefined,
  timeoutMs: 5_000,
  publicUrl: () => 'https://gate.example',
  log: quiet,
});
try {
  await upstream.ping();
  process.stdout.write(upstream.about().kind);
} catch (error) {
  process.stdout.write(error instanceof Error && 'code' in error ? String(error.code) : 'no code');
}
await upstream.close();
