import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a request instead of its passing on to the registry. `stored`: the registry gets it, only its answer is lost. */
export type UpstreamFault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly stored?: boolean;
      readonly headers?: Readonly<Record<string, string>>;
      readonly error?: string;
    }
  /** No answer, ever. */
  | { readonly kind: 'hang'; readonly stored?: boolean }
  /** The connection breaks. */
  | { readonly kind: 'cut'; readonly stored?: boolean };

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** A proxy in front of a registry that loses, breaks and delays what passes. */
export interface FaultyUpstream {
  readonly url: string;
  /** Everything that arrived, in order. */
  readonly seen: readonly SeenRequest[];
  /** What happens to this PUT of a package and those after it, one fault each; `pass` lets one through. */
  put(...faults: readonly (UpstreamFault | 'pass')[]): void;
  /** What happens to every GET until healed. */
  get(fault: UpstreamFault): void;
  heal(): void;
  /** Gives the registry what a lost PUT carried, as a proxy or a slow registry does that still works on it. Gives its status. */
  deliver(): Promise<number>;
  /** Nobody listens any more; up() listens at the same address. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

interface Kept {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer<ArrayBuffer>;
  readonly method: string;
}

export async function startFaultyUpstream(registry: string): Promise<FaultyUpstream> {
  const seen: SeenRequest[] = [];
  let puts: (UpstreamFault | 'pass')[] = [];
  let gets: UpstreamFault | undefined;
  let lost: Kept | undefined;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = request;
    seen.push({ method, path, headers });
    // Taken before the body is there: it may be cut, and then the fault must not strike the next request instead.
    const fault = method === 'PUT' && !path.startsWith('/-/') ? (puts.shift() ?? 'pass') : (gets ?? 'pass');
    const whole = await keep(request);
    if (fault === 'pass') return answerWith(await send(registry, whole), response);
    if (fault.stored === true) await (await send(registry, whole)).arrayBuffer();
    else if (method === 'PUT') lost = whole;
    strike(fault, response);
  }

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch(() => response.destroy());
  };
  let server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const down = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    put: (...faults) => {
      puts = [...faults];
    },
    get: (fault) => {
      gets = fault;
    },
    heal: () => {
      puts = [];
      gets = undefined;
    },
    async deliver() {
      if (lost === undefined) throw new Error('no PUT was lost');
      const { status } = await send(registry, lost);
      lost = undefined;
      return status;
    },
    down,
    async up() {
      server = createServer(listener).listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    close: down,
  };
}

async function keep(request: IncomingMessage): Promise<Kept> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' && !CONNECTION.has(name) ? [[name, value]] : [],
    ),
  );
  return { path: request.url ?? '/', method: request.method ?? 'GET', headers, body: Buffer.concat(chunks) };
}

/** About the connection to the proxy, not about the request. */
const CONNECTION = new Set(['connection', 'content-length', 'host', 'transfer-encoding', 'accept-encoding']);

const send = (registry: string, { path, method, headers, body }: Kept): Promise<Response> =>
  fetch(registry + path, { method, headers, redirect: 'manual', ...(body.length === 0 ? {} : { body }) });

async function answerWith(answer: Response, response: ServerResponse): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  const type = answer.headers.get('content-type') ?? 'application/json';
  response.writeHead(answer.status, { 'content-type': type, 'content-length': body.length }).end(body);
}

function strike(fault: UpstreamFault, response: ServerResponse): void {
  switch (fault.kind) {
    case 'hang':
      return;
    case 'cut':
      return void response.destroy();
    case 'status': {
      const body = JSON.stringify({ error: fault.error ?? `a fault ${fault.status} was asked for` });
      return void response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers }).end(body);
    }
  }
}
