import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import { type Order, ownArguments, readArguments, USAGE } from './arguments.ts';
import { check } from './check/check.ts';
import { stopInsteadOfFault } from './faults.ts';
import { login } from './login/login.ts';
import { publish } from './publish/publish.ts';
import { reportStop } from './report.ts';
import { done, type Result } from './result.ts';
import type { Surroundings } from './surroundings.ts';

/** Runs as this process: its arguments, environment, folder and signals. Sets the exit code and never throws. */
export async function main(): Promise<void> {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => interrupted.abort());
  process.exitCode = await run(process.argv.slice(2), {
    env: process.env,
    cwd: process.cwd(),
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    style: (format, text) => styleText(format, text, { stream: process.stderr }),
    fetch,
    terminal: process.stderr.isTTY && !process.env['CI'],
    now: () => performance.now(),
    sleep: async (ms) => sleep(ms, undefined, { signal: interrupted.signal }),
    signal: interrupted.signal,
  });
}

/** Runs one command line (without node and script) and returns its exit code: 0, 1, 2 or 3, see USAGE. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const order = readArguments(argv);
  const ended = order.ok ? await stopInsteadOfFault(surroundings, () => carryOut(order.value, surroundings)) : order;
  return ended.ok ? ended.value : reportStop(ended.stop, ownArguments(argv).includes('--json'), surroundings);
}

/** Each command reports its own result and gives the exit code. */
async function carryOut(order: Order, surroundings: Surroundings): Promise<Result<number>> {
  switch (order.command) {
    case 'help':
      surroundings.stdout(USAGE);
      return done(0);
    case 'version':
      surroundings.stdout(`${await version()}\n`);
      return done(0);
    case 'publish':
      return await publish(order, surroundings);
    case 'check':
      return await check(order, surroundings);
    case 'login':
      return await login(order, surroundings);
  }
}

async function version(): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  return String(version);
}
