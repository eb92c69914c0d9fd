import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from './answer.ts';
import { type Fault, Faults } from './faults.ts';
import type { Level, Reply, SeenRequest } from './model.ts';
import { Packages } from './packages.ts';
import { BOT, People } from './people.ts';
import { StageQueue, type Waiting } from './stage-queue.ts';

export type { Fault } from './faults.ts';
export type { SeenRequest } from './model.ts';

/** A registry that answers as npmjs is documented to: people, who may write a package, packuments, publishes, and staging. */
export interface Npmjs {
  readonly url: string;
  /** The token that the gate publishes and stages with. */
  readonly credential: string;
  /** Every request that arrived, in order. */
  readonly seen: readonly SeenRequest[];
  /** Who may do what with a package; the package exists from then on. */
  grant(packageName: string, people: Readonly<Record<string, Level>>): void;
  /** The account and its token are no more. */
  remove(person: string): void;
  versions(packageName: string): readonly string[];
  /** What waits of a package, newest first. */
  waiting(packageName: string): readonly Waiting[];
  /** A person's decision on everything that waits of a package. */
  approve(packageName: string): void;
  reject(packageName: string): void;
  /** Whether a PUT publishes; from 2027 on npmjs takes no publish by token. */
  takesDirectPublish: boolean;
  /** What the next publishes and stagings meet, one each; `pass` lets one through. */
  strike(...faults: readonly (Fault | 'pass')[]): void;
  /** Does what a lost publish or staging asked for. */
  deliver(): void;
  /** What every question after the stage queue is answered with, until undefined. */
  queueAnswers(status: number | undefined): void;
  /** Answers instead of the registry while it is set; false lets a request through. */
  intercept(answer: ((request: SeenRequest, response: ServerResponse) => boolean) | undefined): void;
  /** Gone: no port listens, until it is back. */
  down(): Promise<void>;
  back(): Promise<void>;
  close(): Promise<void>;
}

export async function startNpmjs(): Promise<Npmjs> {
  const credential = `npm_${'x'.repeat(36)}`;
  const seen: SeenRequest[] = [];
  const people = new People(credential);
  const packages = new Packages(() => url);
  const queue = new StageQueue((name, version) => packages.versions(name).includes(version));
  const faults = new Faults();
  const set = {
    takesDirectPublish: true,
    queueStatus: undefined as number | undefined,
    interceptor: undefined as Parameters<Npmjs['intercept']>[0],
  };
  const registry = {
    people,
    packages,
    queue,
    faults,
    takesDirectPublish: () => set.takesDirectPublish,
    queueStatus: () => set.queueStatus,
  };
  const server = createServer((request, response) => {
    void whole(request)
      .then((read) => {
        seen.push(read);
        if (set.interceptor?.(read, response) !== true) send(read, response, answer(registry, read));
      })
      .catch(() => response.destroy());
  });
  const listen = (port: number) => new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  const stop = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    credential,
    seen,
    grant: (name, levels) => packages.grant(name, levels),
    remove: (name) => people.remove(name),
    versions: (name) => packages.versions(name),
    waiting: (name) => queue.waiting(name),
    approve: (name) => {
      for (const { document } of queue.take(name)) packages.publish(document, BOT);
    },
    reject: (name) => void queue.take(name),
    get takesDirectPublish() {
      return set.takesDirectPublish;
    },
    set takesDirectPublish(takes) {
      set.takesDirectPublish = takes;
    },
    strike: (...next) => faults.strike(...next),
    deliver: () => faults.deliver(),
    queueAnswers: (status) => {
      set.queueStatus = status;
    },
    intercept: (given) => {
      set.interceptor = given;
    },
    down: stop,
    back: () => listen(port),
    close: async () => {
      if (server.listening) await stop();
    },
  };
}

async function whole(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = '', url: path = '', headers } = request;
  return { method, path, headers, body: Buffer.concat(chunks) };
}

function send(request: SeenRequest, response: ServerResponse, reply: Reply | 'hang' | 'cut'): void {
  if (reply === 'hang') return;
  if (reply === 'cut') return void response.destroy();
  const bytes = Buffer.isBuffer(reply.body) ? reply.body : Buffer.from(JSON.stringify(reply.body ?? {}));
  const etag = `"${createHash('sha1').update(bytes).digest('hex')}"`;
  if (reply.status === 200 && request.headers['if-none-match'] === etag)
    return void response.writeHead(304, { etag }).end();
  const type = Buffer.isBuffer(reply.body) ? 'application/octet-stream' : 'application/json';
  response.writeHead(reply.status, { 'content-type': type, etag, ...reply.headers }).end(bytes);
}
