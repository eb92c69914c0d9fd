import { connect, type Socket } from 'node:net';
import type { Answer } from './api.ts';

export interface RawOptions {
  /** How many answers to wait for; interim ones (100 Continue) count. Default 1. */
  readonly answers?: number;
  /** Answers to HEAD have a length and no body. */
  readonly bodyless?: boolean;
  /** Close our half after the last byte, as a client does that has nothing more to say. */
  readonly end?: boolean;
}

/**
 * Sends bytes as they are, over a connection of their own, and reads what comes back: for what no HTTP client would send. Resolves when
 * enough answers are there or the gate closes the connection, which then is closed from here too.
 */
export async function sendRaw(
  url: string,
  parts: string | Buffer | readonly (string | Buffer)[],
  options: RawOptions = {},
): Promise<readonly Answer[]> {
  const socket = await open(url);
  try {
    return await new Promise((resolve) => {
      let received = Buffer.alloc(0);
      const answersSoFar = () => readAnswers(received, options.bodyless === true);
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        const answers = answersSoFar();
        if (answers.length >= (options.answers ?? 1)) resolve(answers);
      });
      // A gate that refuses may close while we still write; what it said before is what counts.
      socket.on('error', () => undefined).on('close', () => resolve(answersSoFar()));
      for (const part of Array.isArray(parts) ? parts : [parts]) socket.write(part as string | Buffer, 'latin1');
      if (options.end === true) socket.end();
    });
  } finally {
    socket.destroy();
  }
}

/** A connection to the gate, established. */
export function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** A request as text: request line, Host, the given header lines, and the end of the headers. */
export const head = (line: string, ...headers: readonly string[]): string =>
  [`${line} HTTP/1.1`, 'host: 127.0.0.1', ...headers, '', ''].join('\r\n');

/** Every whole answer in these bytes. */
function readAnswers(bytes: Buffer, bodyless: boolean): readonly Answer[] {
  const answers: Answer[] = [];
  let rest = bytes.toString('latin1');
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return answers;
    const [statusLine = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = new Headers(lines.map((line): [string, string] => splitHeader(line)));
    const body = bodyless ? { text: '', length: 0 } : bodyOf(rest.slice(end + 4), headers);
    if (body === undefined) return answers;
    const text = Buffer.from(body.text, 'latin1').toString('utf8');
    answers.push({ status: Number(statusLine.split(' ')[1]), headers, text, json: jsonOf(text) });
    rest = rest.slice(end + 4 + body.length);
  }
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

/** The body that begins here, or undefined while it is not all there. */
function bodyOf(rest: string, headers: Headers): { readonly text: string; readonly length: number } | undefined {
  if (headers.get('transfer-encoding') !== 'chunked') {
    const length = Number(headers.get('content-length') ?? 0);
    return rest.length < length ? undefined : { text: rest.slice(0, length), length };
  }
  let text = '';
  let at = 0;
  for (;;) {
    const line = rest.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(rest.slice(at, line), 16);
    if (rest.length < line + 4 + size) return undefined;
    text += rest.slice(line + 2, line + 2 + size);
    at = line + 4 + size;
    if (size === 0) return { text, length: at };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
