import { createHash, randomUUID } from 'node:crypto';
import type { PublishDocument, Reply } from './model.ts';
import { BOT } from './people.ts';

export interface Waiting {
  readonly id: string;
  readonly packageName: string;
  readonly version: string;
  readonly shasum: string;
}

interface Staged extends Waiting {
  readonly document: PublishDocument;
  readonly createdAt: string;
}

/** What waits for a person's approval, newest first (npm-contract.md section 6). */
export class StageQueue {
  #items: readonly Staged[] = [];
  readonly #isPublished: (name: string, version: string) => boolean;

  constructor(isPublished: (name: string, version: string) => boolean) {
    this.#isPublished = isPublished;
  }

  add(document: PublishDocument): Reply {
    const { name } = document;
    const [version = ''] = Object.keys(document.versions);
    if (this.#isPublished(name, version) || this.waiting(name).some((item) => item.version === version))
      return { status: 409, body: { error: `${name}@${version} is published or staged already` } };
    const data = Object.values(document._attachments)[0]?.data ?? '';
    const id = randomUUID();
    const shasum = createHash('sha1').update(Buffer.from(data, 'base64')).digest('hex');
    const item = { id, packageName: name, version, shasum, document, createdAt: new Date().toISOString() };
    this.#items = [item, ...this.#items];
    return { status: 201, body: { message: 'Package staged', stageId: id } };
  }

  page(search: URLSearchParams): Reply {
    const [number, perPage] = [Number(search.get('page') ?? 0), Number(search.get('perPage') ?? 10)];
    const wanted = search.get('package');
    const all = wanted === null ? this.#items : this.waiting(wanted);
    const items = all.slice(number * perPage, (number + 1) * perPage).map(({ document, ...item }) => ({
      ...item,
      tag: Object.keys(document['dist-tags'])[0],
      actor: BOT,
      actorType: 'user',
      access: 'public',
    }));
    return { status: 200, body: { items, page: number, perPage, total: all.length } };
  }

  waiting(name: string): readonly Staged[] {
    return this.#items.filter(({ packageName }) => packageName === name);
  }

  /** Takes everything that waits of a package out of the queue. */
  take(name: string): readonly Staged[] {
    const taken = this.waiting(name);
    this.#items = this.#items.filter(({ packageName }) => packageName !== name);
    return taken;
  }
}
