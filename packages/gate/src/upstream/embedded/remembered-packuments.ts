import { stat } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { StoragePlugin } from './verdaccio.ts';
import { watchAnswer } from './watch-answer.ts';

/** All answers together, and one of them. Bytes. */
const MAX_TOTAL = 32 * 1024 * 1024;
const MAX_ONE = 8 * 1024 * 1024;
/** A client's Accept headers are short, and always the same. Characters. */
const MAX_ACCEPT = 256;

interface Answer {
  /** Of the record's file, before Verdaccio read it. */
  readonly state: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

export interface RememberedPackuments {
  /**
   * Answers with what Verdaccio said, if the package's record is still the same file; true then. Otherwise watches what Verdaccio is
   * going to say. Whoever calls has decided that this may be read.
   */
  answer(request: IncomingMessage, response: ServerResponse, packageName: string): Promise<boolean>;
}

/**
 * What Verdaccio makes of a package's record (reading, parsing, addresses, MD5) is most of what a packument costs, and the record seldom
 * changes. Every change replaces its file (durable-storage.ts), so one look at the file decides: nothing old is ever answered.
 */
export function rememberPackuments(storage: StoragePlugin, publicUrl: () => string): RememberedPackuments {
  const answers = new LRUCache<string, Answer>({
    maxSize: MAX_TOTAL,
    maxEntrySize: MAX_ONE,
    sizeCalculation: ({ body }, key) => body.length + key.length + 1,
  });
  return {
    async answer(request, response, packageName) {
      const key = keyOf(request, packageName, publicUrl());
      const state = key === undefined ? undefined : await stateOf(storage, packageName);
      if (key === undefined || state === undefined) return false;
      const known = answers.get(key);
      if (known?.state === state) {
        send(request, response, known);
        return true;
      }
      // What the gate has set by now is about this request, such as its id.
      const aboutRequest = response.getHeaderNames();
      watchAnswer(response, MAX_ONE, (status, headers, body) => {
        if (status === 200) answers.set(key, { state, headers: aboutBody(headers, aboutRequest), body });
      });
      return false;
    },
  };
}

/** What the answer depends on. Undefined where it is not one to be remembered. */
function keyOf({ method, headers }: IncomingMessage, packageName: string, publicUrl: string): string | undefined {
  if (method !== 'GET') return undefined;
  const accepts = [headers.accept ?? '', headers['accept-encoding'] ?? ''];
  if (accepts.some((text) => text.length > MAX_ACCEPT)) return undefined;
  return [packageName, publicUrl, ...accepts].join('\n');
}

async function stateOf(storage: StoragePlugin, packageName: string): Promise<string | undefined> {
  const directory = storage.getPackageStorage(packageName);
  if (directory === undefined) return undefined;
  try {
    const { ino, size, mtimeNs } = await stat(join(directory.path, 'package.json'), { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch {
    return undefined;
  }
}

const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date']);

const aboutBody = (headers: OutgoingHttpHeaders, aboutRequest: readonly string[]): OutgoingHttpHeaders =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name) && !aboutRequest.includes(name)),
  );

function send(request: IncomingMessage, response: ServerResponse, { headers, body }: Answer): void {
  const { etag } = headers;
  if (typeof etag === 'string' && has(request, etag)) response.writeHead(304, headers).end();
  else response.writeHead(200, { ...headers, 'content-length': body.length }).end(body);
}

/** RFC 9110 section 13.1.2, and what Express makes of `no-cache`: the whole answer. */
function has({ headers }: IncomingMessage, etag: string): boolean {
  if (/(?:^|,)\s*no-cache\s*(?:,|$)/.test(headers['cache-control'] ?? '')) return false;
  const known = headers['if-none-match']?.split(',').map(strong) ?? [];
  return known.includes('*') || known.includes(strong(etag));
}

const strong = (tag: string): string => tag.trim().replace(/^W\//, '');
