import { spawn } from 'node:child_process';

/** What a program did. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams, without colours. */
  readonly output: string;
}

export interface Typed {
  readonly prompt: string;
  readonly line: string;
}

/** Longest that one client may take on a busy machine. Milliseconds. */
const TIMEOUT_MS = 180_000;

/** Runs a program to its end with exactly this environment. Never throws for what the program does. */
export function run(
  command: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    /** What a person types: each line as soon as its prompt was printed. */
    readonly typed?: readonly Typed[];
    /** Milliseconds after which it is ended; TIMEOUT_MS unless a program has more to do than most. */
    readonly timeout?: number;
  },
): Promise<Ran> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const { cwd, env, timeout = TIMEOUT_MS } = options;
    const child = spawn(program, args, { cwd, env, stdio: 'pipe', timeout });
    const toType = [...(options.typed ?? [])];
    if (toType.length === 0) child.stdin.end();
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (toType[0] !== undefined && text.includes(toType[0].prompt)) child.stdin.write(`${toType.shift()?.line}\n`);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr, output: plain(`${stderr}${stdout}`) }));
  });
}

/** Clients colour what they print as soon as they believe to be in CI. */
const plain = (text: string): string => text.replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '');
