import type { IncomingHttpHeaders } from 'node:http';

/** What npm calls a level of access, on the wire and in its documentation. */
export type Level = 'write' | 'read' | 'read-write' | 'read-only';

/** A request that arrived, whole. */
export interface SeenRequest {
  readonly method: string;
  /** As it stood in the request line. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  /** Sent as JSON, or as it is when it is bytes. */
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What npm sends to publish or stage one version. */
export interface PublishDocument {
  readonly name: string;
  readonly readme?: string;
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, VersionDocument>>;
  readonly _attachments: Readonly<Record<string, { readonly data: string }>>;
}

export interface VersionDocument {
  readonly readme?: string;
  readonly dist: Readonly<Record<string, unknown>>;
}

export const NOT_FOUND: Reply = { status: 404, body: { error: 'Not found' } };
export const UNAUTHORIZED: Reply = { status: 401, body: { error: 'You must be logged in' } };
