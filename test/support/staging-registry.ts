import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  /** As it stood in the request line. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What happens to a publish or staging instead of its answer. `stored`: it is done all the same. */
export type StagingFault =
  | { readonly kind: 'status'; readonly status: number; readonly stored?: boolean; readonly body?: object }
  | { readonly kind: 'hang' | 'cut'; readonly stored?: boolean };

export interface Waiting {
  readonly id: string;
  readonly packageName: string;
  readonly version: string;
  readonly shasum: string;
}

/** A registry that answers as npmjs does: publish, and stage for approval (npm-contract.md sections 3 and 6), by one bearer. */
export interface StagingRegistry {
  readonly url: string;
  /** The bearer that may publish and stage. */
  readonly credential: string;
  /** Everything that arrived, in order. */
  readonly seen: readonly SeenRequest[];
  /** Whether a PUT by the bearer publishes; from 2027 on npmjs takes no publish by token. */
  takesDirectPublish: boolean;
  /** What the next publishes and stagings meet, one each; `pass` lets one through. */
  strike(...faults: readonly (StagingFault | 'pass')[]): void;
  /** What every question after the stage queue is answered with until healed. */
  queueAnswers(status: number | undefined): void;
  /** Does what a lost publish or staging asked for. */
  deliver(): void;
  /** What waits of a package, newest first. */
  waiting(packageName: string): readonly Waiting[];
  versions(packageName: string): readonly string[];
  /** A person's decision on everything that waits of a package. */
  approve(packageName: string): void;
  reject(packageName: string): void;
  close(): Promise<void>;
}

interface Document {
  readonly name: string;
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, { readonly dist: { readonly shasum: string } }>>;
  readonly _attachments: Readonly<Record<string, { readonly data: string }>>;
}

interface Staged extends Waiting {
  readonly document: Document;
  readonly createdAt: string;
}

interface Reply {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function startStagingRegistry(): Promise<StagingRegistry> {
  const credential = `npm_${'x'.repeat(36)}`;
  const packages = new Map<string, Document>();
  const seen: SeenRequest[] = [];
  let queue: Staged[] = [];
  let faults: (StagingFault | 'pass')[] = [];
  let queueStatus: number | undefined;
  let lost: (() => Reply) | undefined;
  let takesDirectPublish = true;

  function publish(document: Document): Reply {
    const known = packages.get(document.name);
    if (Object.keys(document.versions).some((version) => known?.versions[version] !== undefined))
      return { status: 403, body: { error: 'You cannot publish over the previously published versions.' } };
    packages.set(document.name, {
      ...document,
      'dist-tags': { ...known?.['dist-tags'], ...document['dist-tags'] },
      versions: { ...known?.versions, ...document.versions },
      _attachments: {},
    });
    return { status: 201, body: { ok: true, success: true } };
  }

  function stage(document: Document): Reply {
    const [version = ''] = Object.keys(document.versions);
    const taken =
      packages.get(document.name)?.versions[version] !== undefined ||
      queue.some((item) => item.packageName === document.name && item.version === version);
    if (taken) return { status: 409, body: { error: `${document.name}@${version} is published or staged already` } };
    const data = Object.values(document._attachments)[0]?.data ?? '';
    const id = randomUUID();
    const shasum = createHash('sha1').update(Buffer.from(data, 'base64')).digest('hex');
    queue = [
      { id, packageName: document.name, version, shasum, document, createdAt: new Date().toISOString() },
      ...queue,
    ];
    return { status: 201, body: { message: 'Package staged', stageId: id } };
  }

  function page(search: URLSearchParams): Reply {
    if (queueStatus !== undefined) return { status: queueStatus, body: { error: 'no queue now' } };
    const [number, perPage] = [Number(search.get('page') ?? 0), Number(search.get('perPage') ?? 10)];
    const wanted = search.get('package');
    const all = queue.filter(({ packageName }) => wanted === null || packageName === wanted);
    const items = all.slice(number * perPage, (number + 1) * perPage).map(({ document, ...item }) => ({
      ...item,
      tag: Object.keys(document['dist-tags'])[0],
      actor: 'acme-bot',
      actorType: 'user',
      access: 'public',
    }));
    return { status: 200, body: { items, page: number, perPage, total: all.length } };
  }

  /** A publish or staging, and the fault that awaits it. */
  function write(request: SeenRequest, response: ServerResponse, act: (document: Document) => Reply): void {
    const fault = faults.shift() ?? 'pass';
    const done = () => act(JSON.parse(request.body.toString('utf8')) as Document);
    if (fault === 'pass') return send(response, done());
    if (fault.stored === true) done();
    else lost = done;
    if (fault.kind === 'status')
      return send(response, {
        status: fault.status,
        body: fault.body ?? { error: `a fault ${fault.status} was asked for` },
      });
    if (fault.kind === 'cut') response.destroy();
  }

  function answer(request: SeenRequest, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.path, 'http://registry');
    const path = decodeURIComponent(pathname.slice(1));
    const bearer = request.headers.authorization === `Bearer ${credential}`;
    if (path === '-/ping') return send(response, { status: 200, body: {} });
    if (request.method === 'GET' && !path.startsWith('-/')) {
      const known = packages.get(path);
      return send(response, known === undefined ? NOT_FOUND : { status: 200, body: known });
    }
    if (!bearer) return send(response, { status: 401, body: { error: 'You must be logged in' } });
    if (request.method === 'GET' && path === '-/stage') return send(response, page(searchParams));
    if (request.method === 'POST' && path.startsWith('-/stage/package/')) return write(request, response, stage);
    if (request.method === 'PUT' && !path.startsWith('-/'))
      return takesDirectPublish ? write(request, response, publish) : send(response, NO_DIRECT_PUBLISH);
    send(response, NOT_FOUND);
  }

  const server = createServer((request, response) => {
    void whole(request)
      .then((read) => {
        seen.push(read);
        answer(read, response);
      })
      .catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const decide = (packageName: string, with_: (staged: Staged) => void): void => {
    for (const staged of queue.filter((item) => item.packageName === packageName)) with_(staged);
    queue = queue.filter((item) => item.packageName !== packageName);
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credential,
    seen,
    get takesDirectPublish() {
      return takesDirectPublish;
    },
    set takesDirectPublish(takes) {
      takesDirectPublish = takes;
    },
    strike: (...next) => {
      faults = [...next];
    },
    queueAnswers: (status) => {
      queueStatus = status;
    },
    deliver: () => {
      if (lost === undefined) throw new Error('nothing was lost');
      lost();
      lost = undefined;
    },
    waiting: (packageName) => queue.filter((item) => item.packageName === packageName),
    versions: (packageName) => Object.keys(packages.get(packageName)?.versions ?? {}),
    approve: (packageName) => decide(packageName, ({ document }) => void publish(document)),
    reject: (packageName) => decide(packageName, () => undefined),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const NOT_FOUND: Reply = { status: 404, body: { error: 'Not found' } };
const NO_DIRECT_PUBLISH: Reply = {
  status: 403,
  body: { error: 'Publishing with a token is not allowed; stage the package for approval.' },
};

async function whole(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = '', url: path = '', headers } = request;
  return { method, path, headers, body: Buffer.concat(chunks) };
}

const send = (response: ServerResponse, { status, body, headers }: Reply): void =>
  void response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(body === undefined ? undefined : JSON.stringify(body));
