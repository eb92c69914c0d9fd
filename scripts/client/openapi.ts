import { createServer } from '../../packages/gate/dist/http/index.js';

/** What the client is written from: openapi.json as the gate serves it, of a server that listens to nothing. */
export async function openapi(): Promise<OpenApi> {
  const silent = {
    info() {},
    warn() {},
    error() {},
    debug() {},
    trace() {},
    fatal() {},
    child: () => silent,
    level: 'silent',
  };
  const parts = { log: silent, upstream: { prefix: '' }, trustProxy: false, bodyIdleMs: 1000 };
  const app = createServer(new Proxy(parts, { get: (known, name) => Reflect.get(known, name) ?? idle }) as never);
  await app.ready();
  const { payload } = await app.inject('/-/sallyport/v1/openapi.json');
  await app.close();
  const document: OpenApi = JSON.parse(payload);
  return document;
}

/** Whatever is asked of it, it does nothing: routes are described without being called. */
const idle: object = new Proxy(() => undefined, { get: () => idle });

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly {
    name: string;
    in: 'path' | 'query' | 'header';
    required?: boolean;
    schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

/** The part of JSON Schema that the gate's endpoints use. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly description?: string;
}
