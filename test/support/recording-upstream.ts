import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a registry behind the gate was asked. */
export interface SeenRequest {
  readonly method: string;
  /** As it stood in the request line. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A registry that speaks just enough of npm's contract (packuments, PUT with a bearer) and remembers every request. */
export interface RecordingUpstream {
  /** Path prefix included. */
  readonly url: string;
  /** The bearer that may publish. */
  readonly credential: string;
  /** Every request since the start, in order. */
  readonly seen: readonly SeenRequest[];
  /** The publishes of one package among them. */
  puts(packageName: string): readonly SeenRequest[];
  /** Versions that it holds of a package. */
  versions(packageName: string): readonly string[];
  /** Answers everything itself from now on; undefined: the registry answers again. */
  answerWith(answer: ((request: SeenRequest, response: ServerResponse) => void) | undefined): void;
  /** Holds the next PUT, read whole, until `release` is called; `arrived` resolves when it is there. */
  holdNextPut(): { readonly arrived: Promise<void>; readonly release: () => void };
  close(): Promise<void>;
}

interface Packument {
  name: string;
  'dist-tags': Record<string, string>;
  versions: Record<string, unknown>;
}

export async function startRecordingUpstream(prefix = ''): Promise<RecordingUpstream> {
  const credential = 'the-credential-of-the-gate';
  const seen: SeenRequest[] = [];
  const packages = new Map<string, Packument>();
  let custom: ((request: SeenRequest, response: ServerResponse) => void) | undefined;
  let held: { readonly arrive: () => void; readonly released: Promise<void> } | undefined;

  const server = createServer((request, response) => {
    void readWhole(request).then(async (whole) => {
      seen.push(whole);
      if (custom !== undefined) return custom(whole, response);
      if (whole.method === 'PUT' && held !== undefined) {
        const { arrive, released } = held;
        held = undefined;
        arrive();
        await released;
      }
      return registry(packages, credential, prefix, whole, response);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    credential,
    seen,
    puts: (name) =>
      seen.filter(({ method, path }) => method === 'PUT' && decodeURIComponent(path) === `${prefix}/${name}`),
    versions: (name) => Object.keys(packages.get(name)?.versions ?? {}),
    answerWith(answer) {
      custom = answer;
    },
    holdNextPut() {
      const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      held = { arrive, released };
      return { arrived, release };
    },
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function readWhole(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
}

function registry(
  packages: Map<string, Packument>,
  credential: string,
  prefix: string,
  request: SeenRequest,
  response: ServerResponse,
): void {
  const send = (status: number, body: object) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const name = decodeURIComponent(request.path.slice(prefix.length + 1));
  if (name.startsWith('-/')) return send(200, { passed: request.path });
  const known = packages.get(name);
  if (request.method === 'GET') return known === undefined ? send(404, { error: 'not found' }) : send(200, known);
  if (request.method !== 'PUT') return send(405, { error: 'no' });
  if (request.headers.authorization !== `Bearer ${credential}`) return send(401, { error: 'who are you' });
  const document = JSON.parse(request.body.toString('utf8')) as Packument;
  if (Object.keys(document.versions).some((version) => known?.versions[version] !== undefined))
    return send(409, { error: 'exists' });
  packages.set(name, {
    name,
    'dist-tags': { ...known?.['dist-tags'], ...document['dist-tags'] },
    versions: { ...known?.versions, ...document.versions },
  });
  return send(201, { ok: true });
}
