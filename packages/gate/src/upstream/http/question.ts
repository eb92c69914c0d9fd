import type { IncomingHttpHeaders } from 'node:http';
import { ACCEPTED_ENCODING, readBody } from './body.ts';
import type { Registry } from './registry.ts';

/** A full answer of a registry to a small question. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** What its JSON holds; undefined when it is none. */
  readonly body: unknown;
}

export interface Question<T> {
  /** Below the registry's path prefix. */
  readonly path: string;
  /** An answer of more bytes is none. */
  readonly maxBytes: number;
  /** What an answer below 500 means, 429 excepted; undefined: nothing. */
  readonly read: (answer: Answer) => T | undefined;
}

export interface AskOptions {
  readonly maxBytes: number;
  /** Whose authorization goes with it; undefined: nobody's. Never the gate's credential (P5). */
  readonly authorization: string | undefined;
  /** For the whole answer. */
  readonly timeoutMs: number;
}

/** Asks without following a redirect. Throws what the network throws, and for an answer over the limit. */
export async function ask(registry: Registry, path: string, options: AskOptions): Promise<Answer> {
  const { authorization, maxBytes, timeoutMs } = options;
  const { statusCode, headers, body } = await registry.agent.request({
    origin: registry.url.origin,
    path: registry.prefix + path,
    method: 'GET',
    headers: {
      accept: 'application/json',
      'accept-encoding': ACCEPTED_ENCODING,
      ...(authorization === undefined ? {} : { authorization }),
    },
    signal: AbortSignal.timeout(timeoutMs),
  });
  const read = await readBody(body, headers['content-encoding'], maxBytes);
  if (!read.ok) throw new Error('The answer is too large or cannot be decompressed');
  return { status: statusCode, headers, body: json(read.bytes) };
}

/** Whether a registry gave its own answer: not "later", and nothing that a proxy says of one that is down. */
export const isItsOwn = ({ status }: Pick<Answer, 'status'>): boolean => status < 500 && status !== 429;

/** A value of an object in an answer; undefined where there is none. Inherited keys are none. */
export const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
