import { ACCEPTED_ENCODING, readBody } from './body.ts';
import { field } from './question.ts';
import type { Registry } from './registry.ts';
import type { StageAdapter } from './stage-adapter.ts';

/** A package with more waiting versions than these pages hold is one that nobody approves. */
const MAX_PAGES = 10;
const MAX_PAGE_BYTES = 1024 * 1024;

/** npm's command takes UUIDs only; whatever it is, it goes into a sentence with a command to copy, so it is a plain word. */
const STAGE_ID = /^[0-9A-Za-z][\w.-]{0,127}$/;

export interface Staged {
  readonly package: string;
  readonly version: string;
  readonly shasum: string;
}

export type FoundStaged =
  | { readonly outcome: 'staged'; readonly stageId: string }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'unknown'; readonly message: string };

/** The id in the answer to `POST /-/stage/package/{name}`: `{message, stageId}`. */
export function stageIdIn(body: string): string | undefined {
  try {
    return idOf(JSON.parse(body), 'stageId');
  } catch {
    return undefined;
  }
}

/**
 * Asks the stage queue of a package for a tarball, with the gate's credential (P5): `GET /-/stage?package=`, page by page as npm does.
 * An item tells SHA-1 and no integrity. Never throws: whatever is not a clear answer is `unknown`.
 */
export async function findStaged(
  registry: Registry,
  adapter: StageAdapter,
  credential: string | undefined,
  wanted: Staged,
): Promise<FoundStaged> {
  if (credential === undefined) return unknown('cannot be asked for staged versions without a credential');
  for (let page = 0; page < MAX_PAGES; page++) {
    const read = await readPage(registry, credential, adapter.queue(wanted.package, page));
    if (read === undefined) return unknown('did not say which versions of this package are staged');
    const found = read.items.find((item) => isWanted(item, wanted));
    if (found !== undefined) {
      const stageId = idOf(found, 'id');
      return stageId === undefined ? unknown('has it staged under no usable id') : { outcome: 'staged', stageId };
    }
    if (read.items.length < adapter.perPage || (page + 1) * adapter.perPage >= read.total) return { outcome: 'absent' };
  }
  return unknown('has more staged versions of this package than are looked at');
}

interface Page {
  readonly items: readonly unknown[];
  readonly total: number;
}

async function readPage(registry: Registry, credential: string, path: string): Promise<Page | undefined> {
  try {
    const { statusCode, headers, body } = await registry.agent.request({
      origin: registry.url.origin,
      path: registry.prefix + path,
      method: 'GET',
      headers: {
        accept: 'application/json',
        'accept-encoding': ACCEPTED_ENCODING,
        'cache-control': 'no-cache',
        'npm-command': 'stage',
        authorization: `Bearer ${credential}`,
      },
    });
    const read = await readBody(body, headers['content-encoding'], MAX_PAGE_BYTES);
    return statusCode === 200 && read.ok ? pageIn(JSON.parse(read.bytes.toString('utf8'))) : undefined;
  } catch {
    return undefined;
  }
}

function pageIn(document: unknown): Page | undefined {
  const items = field(document, 'items');
  const total = field(document, 'total');
  if (!Array.isArray(items)) return undefined;
  return { items, total: typeof total === 'number' ? total : Number.POSITIVE_INFINITY };
}

const isWanted = (item: unknown, wanted: Staged): boolean =>
  field(item, 'packageName') === wanted.package &&
  field(item, 'version') === wanted.version &&
  String(field(item, 'shasum')).toLowerCase() === wanted.shasum;

function idOf(value: unknown, key: string): string | undefined {
  const id = field(value, key);
  return typeof id === 'string' && STAGE_ID.test(id) ? id : undefined;
}

const unknown = (what: string): FoundStaged => ({ outcome: 'unknown', message: `the upstream registry ${what}` });
