import { spawn } from 'node:child_process';
import type { Ran, Typed } from './run.ts';

const TIMEOUT_MS = 120_000;

/**
 * Runs a program on a terminal of its own (util-linux `script` makes one), as a person does. `watch` is given everything printed so far,
 * each time something comes. Never throws for what the program does; throws an AbortError when `signal` ends it.
 */
export function runOnTerminal(
  command: readonly string[],
  {
    cwd,
    env,
    watch,
    typed = [],
    signal,
  }: {
    cwd: string;
    env: NodeJS.ProcessEnv;
    watch?: (printed: string) => void;
    /** What a person types: each text and Enter as soon as its prompt was printed, in this order. */
    typed?: readonly Typed[];
    signal?: AbortSignal;
  },
): Promise<Pick<Ran, 'code' | 'output'>> {
  const line = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qfec', line, '/dev/null'], {
      cwd,
      env: { ...env, TERM: 'dumb', NO_COLOR: '1' },
      stdio: 'pipe',
      timeout: TIMEOUT_MS,
      ...(signal === undefined ? {} : { signal }),
    });
    let output = '';
    let read = 0;
    const toType = [...typed];
    const take = (text: string): void => {
      output += text
        .replaceAll('\r', '')
        .replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g'), '');
      watch?.(output);
      const [next] = toType;
      const at = next === undefined ? -1 : output.indexOf(next.prompt, read);
      if (next === undefined || at < 0) return;
      read = at + next.prompt.length;
      toType.shift();
      child.stdin.write(`${next.line}\r`);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
