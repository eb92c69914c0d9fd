import { resolve } from 'node:path';
import type { TestGate } from './gate.ts';
import { run } from './run.ts';

const SALLYPORT = [process.execPath, resolve(import.meta.dirname, '../../packages/gate/bin/sallyport.js')] as const;

export const passwordOf = (name: string): string => `the password of ${name}`;

/** Makes an account of the embedded registry beside the running gate: `sallyport user add`, the password on its standard input. */
export async function addAccount({ folder, administratorToken }: TestGate, name: string): Promise<void> {
  const added = await run(['sh', '-c', `printf '%s\\n' "$PASSWORD" | "$0" "$@"`, ...SALLYPORT, 'user', 'add', name], {
    cwd: folder,
    env: { PATH: process.env['PATH'], SALLYPORT_ADMIN_TOKEN: administratorToken, PASSWORD: passwordOf(name) },
  });
  if (added.code !== 0) throw new Error(`sallyport user add ended with ${added.code}:\n${added.output}`);
}
