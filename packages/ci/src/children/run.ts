import { spawn } from 'node:child_process';
import type { Environment, Surroundings } from '../surroundings.ts';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
  /** `show`: the command's standard output goes to our standard error, where progress belongs. `keep`: only the caller gets it. */
  readonly output: 'show' | 'keep';
  /** Replaced by `***` wherever the command prints them (A2). */
  readonly secrets: readonly string[];
}

/** How it ended. `missing`: there is no such program. */
export type Ending =
  | { readonly kind: 'exited'; readonly status: number; readonly output: string }
  | { readonly kind: 'missing' };

/** Bytes of kept output; npm's longest answer lists every file of a package. */
const MAX_OUTPUT = 8 * 1024 * 1024;

/** Runs a program without a shell and waits for its end. Throws where the run is interrupted. */
export function run(command: Command, { stderr, signal }: Surroundings): Promise<Ending> {
  const { file, args, cwd, env, secrets } = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: { ...env }, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const show = inLines((line) => stderr(withoutAny(secrets, line)));
    const keep = (text: string) => {
      if (output.length < MAX_OUTPUT) output += text;
    };
    child.stdout.setEncoding('utf8').on('data', command.output === 'show' ? show.write : keep);
    child.stderr.setEncoding('utf8').on('data', show.write);
    child.on('error', (error) => {
      if ('code' in error && error.code === 'ENOENT') resolve({ kind: 'missing' });
      else reject(error);
    });
    child.on('close', (code) => {
      show.end();
      resolve({ kind: 'exited', status: code ?? 1, output: withoutAny(secrets, output) });
    });
  });
}

/** Whole lines only: a secret that arrives in two pieces would not be found in either. */
function inLines(each: (line: string) => void): { write: (text: string) => void; end: () => void } {
  let rest = '';
  return {
    write: (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) each(`${line}\n`);
    },
    end: () => {
      if (rest !== '') each(`${rest}\n`);
      rest = '';
    },
  };
}

export const withoutAny = (secrets: readonly string[], text: string): string =>
  secrets.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
