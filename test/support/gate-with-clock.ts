import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, loadConfiguration, startGate } from 'sallyport';
import { stringify } from 'yaml';
import type { Administered } from './api.ts';

/** A whole gate in this process, for what takes minutes or hours on its clock: network, store and registry are the real ones. */
export interface GateWithClock extends Administered {
  close(): Promise<void>;
}

/** @param configuration sallyport.yaml beyond the defaults of the tests */
export async function startGateWithClock(
  configuration: Readonly<Record<string, unknown>>,
  now: () => number,
): Promise<GateWithClock> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-gate-'));
  const administratorToken = randomBytes(24).toString('hex');
  const file = join(folder, 'sallyport.yaml');
  const administrators = { tokens: [{ env: 'SALLYPORT_ADMIN_TOKEN' }] };
  await writeFile(file, stringify({ listen: '127.0.0.1:0', data: './data', administrators, ...configuration }));
  const loaded = loadConfiguration({
    file,
    env: { SALLYPORT_ADMIN_TOKEN: administratorToken },
    cwd: folder,
  });
  if ('mistakes' in loaded) throw new Error(loaded.mistakes.map(({ message }) => message).join('\n'));
  const gate = await startGate(loaded.configuration, createLogger(process.stderr, 'silent'), now);
  return {
    url: gate.address,
    administratorToken,
    async close() {
      await gate.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
