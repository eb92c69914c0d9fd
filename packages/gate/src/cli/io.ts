import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** The terminal, pipes and folder that a command runs in: injected, so that a test owns them. */
export interface Io {
  /** Results. Resolves when more can be written. */
  readonly out: (text: string) => Promise<void>;
  /** Everything else: progress, questions, errors. */
  readonly err: (text: string) => void;
  /** A line that a person typed, or '' when there is none. */
  readonly ask: (question: string) => Promise<string>;
  /** What a person types or pastes, line by line, until `complete` says so of all of it, or a first empty line. */
  readonly askBlock: (question: string, complete: (typed: string) => boolean) => Promise<string>;
  /** A line, without showing what is typed. */
  readonly askHidden: (question: string) => Promise<string>;
  /** Everything on standard input, at most `maxBytes`; undefined when there is more. */
  readonly readStdin: (maxBytes: number) => Promise<string | undefined>;
  readonly pause: (ms: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether a person sits at both ends. */
  readonly interactive: boolean;
  /** Whether results may be coloured (NO_COLOR, FORCE_COLOR, TERM). */
  readonly colour: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** What a shell gives a program that SIGINT ended: 128 + 2. */
const INTERRUPTED = 130;

/** The process's own. */
export function processIo(): Io {
  return {
    out: (text) =>
      new Promise((resolve) => void (process.stdout.write(text) ? resolve() : process.stdout.once('drain', resolve))),
    err: (text) => void process.stderr.write(text),
    // Questions go to stderr: stdout is for results, also while somebody is asked.
    ask: (question) => askOn(process.stderr, question),
    askBlock: (question, complete) => askBlockOn(process.stderr, question, complete),
    askHidden: async (question) => {
      // readline takes over from the terminal, which then shows nothing by itself, and writes to nowhere.
      const answer = askOn(new Writable({ write: (_chunk, _encoding, written) => written() }), '');
      process.stderr.write(question);
      const typed = await answer;
      process.stderr.write('\n');
      return typed;
    },
    readStdin: readStandardInput,
    pause: (ms) => pause(ms),
    now: Date.now,
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    colour: process.stdout.isTTY && process.stdout.hasColors(),
    env: process.env,
    cwd: process.cwd(),
  };
}

async function askOn(output: NodeJS.WritableStream, question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY });
  // Ctrl-C, which readline keeps from the process: nothing has begun that would want an end of its own.
  lines.once('SIGINT', () => {
    process.stderr.write('\n');
    process.exit(INTERRUPTED);
  });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

/** Far more than the payload of any token. */
const MAX_BLOCK = 64 * 1024;

async function askBlockOn(
  output: NodeJS.WritableStream,
  question: string,
  complete: (typed: string) => boolean,
): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY });
  lines.once('SIGINT', () => {
    process.stderr.write('\n');
    process.exit(INTERRUPTED);
  });
  output.write(question);
  let typed = '';
  try {
    for await (const line of lines) {
      typed += `${line}\n`;
      if (typed.trim() === '' || typed.length > MAX_BLOCK || complete(typed)) break;
    }
    return typed;
  } finally {
    lines.close();
  }
}

async function readStandardInput(maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
