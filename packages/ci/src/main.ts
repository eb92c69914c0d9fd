import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import { readArguments, USAGE } from './arguments.ts';
import type { NpmArguments } from './project/project.ts';
import { publish } from './publish.ts';
import { reportJson, reportText } from './report.ts';
import { type Result, stop } from './result.ts';
import type { Surroundings } from './surroundings.ts';
import type { Published } from './tarball/publish-tarball.ts';

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
    sleep: async (ms) => sleep(ms, undefined, { signal: interrupted.signal }),
    signal: interrupted.signal,
  });
}

/** Runs one command line (without node and script) and returns its exit code: 0, 1, 2 or 3, see USAGE. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const order = readArguments(argv);
  if (!order.ok) return report(order, argv.includes('--json'), surroundings);
  switch (order.value.command) {
    case 'help':
      surroundings.stdout(USAGE);
      return 0;
    case 'version':
      surroundings.stdout(`${await version()}\n`);
      return 0;
    case 'publish':
      return report(await publishOrFault(order.value.npm, surroundings), order.value.json, surroundings);
  }
}

function report(result: Result<Published>, asJson: boolean, surroundings: Surroundings): number {
  (asJson ? reportJson : reportText)(result, surroundings);
  return result.ok ? 0 : result.stop.exit;
}

async function publishOrFault(npm: NpmArguments, surroundings: Surroundings): Promise<Result<Published>> {
  try {
    return await publish(npm, surroundings);
  } catch (error) {
    if (surroundings.signal.aborted) {
      return stop(3, 'interrupted', 'The step was ended from outside. Nothing says whether the package was published.');
    }
    // The code alone (ENOSPC, EACCES): a message could hold anything.
    const fault = error instanceof Error && 'code' in error ? String(error.code) : 'a fault of its own';
    return stop(3, 'internal', `sallyport-ci could not go on: ${fault}.`);
  }
}

async function version(): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  return String(version);
}
