import { spawn } from 'node:child_process';

/** What a program did. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines worth showing: both streams, without npm's log file and empty lines. */
  readonly shown: readonly string[];
}

/** Longest that one program of the story may take. Milliseconds. */
const TIMEOUT_MS = 60_000;

/** Runs a program to its end with exactly this environment. Never throws for what the program does. */
export function run(
  command: readonly [string, ...string[]],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ran> {
  const [program, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], timeout: TIMEOUT_MS });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, stderr, shown: linesOf(stderr + stdout) }));
  });
}

/** npm's empty notices and its list of files, and warnings about the Node of this machine. */
const NOISE =
  /^\s*$|A complete log of this run|^npm warn|^\S+\.tgz$|^npm notice\s*$|^npm notice (?:tarball|package:|package size|unpacked size|total files|filename|shasum|integrity|name|version|\d|.*📦)/i;

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => !NOISE.test(line));
