import { spawn } from 'node:child_process';
import type { Environment, Surroundings } from '../surroundings.ts';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
  /**
   * `show`: all it prints goes to our standard error, where progress belongs. `keep`: only the caller gets the standard output; its
   * standard error is shown, and the caller gets it too. `quiet`: only the caller gets both.
   */
  readonly output: 'show' | 'keep' | 'quiet';
  /** Replaced by `***` wherever the command prints them (A2). */
  readonly secrets: readonly string[];
}

/** How it ended. `missing`: there is no such program. */
export type Ending =
  | {
      readonly kind: 'exited';
      readonly status: number;
      /** Its standard output, unless that was shown. */
      readonly output: string;
      /** Its standard error; empty for `show`. */
      readonly said: string;
    }
  | { readonly kind: 'missing' };

/** Bytes of kept output; npm's longest answer lists every file of a package. */
const MAX_OUTPUT = 8 * 1024 * 1024;

/** Runs a program without a shell and waits for its end. Throws where the run is interrupted. */
export function run(command: Command, { stderr, signal }: Surroundings): Promise<Ending> {
  const { file, args, cwd, env, secrets } = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: { ...env }, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    const kept = { stdout: '', stderr: '' };
    const show = inLines((line) => stderr(withoutAny(secrets, line)));
    const keep = (stream: keyof typeof kept) => (text: string) => {
      if (kept[stream].length < MAX_OUTPUT) kept[stream] += text;
    };
    child.stdout.setEncoding('utf8').on('data', command.output === 'show' ? show.write : keep('stdout'));
    child.stderr.setEncoding('utf8');
    if (command.output !== 'quiet') child.stderr.on('data', show.write);
    if (command.output !== 'show') child.stderr.on('data', keep('stderr'));
    child.on('error', (error) => {
      if ('code' in error && error.code === 'ENOENT') resolve({ kind: 'missing' });
      else reject(error);
    });
    child.on('close', (code) => {
      show.end();
      const [output, said] = [withoutAny(secrets, kept.stdout), withoutAny(secrets, kept.stderr)];
      resolve({ kind: 'exited', status: code ?? 1, output, said });
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
