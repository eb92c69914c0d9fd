import type { Operations } from './contract.ts';
import { endsSession, tellSessionEnd } from './session-end.ts';

export type Operation = keyof Operations;
export type Answer<O extends Operation> = Operations[O]['answer'];

/** What a call needs beside its name: only what the operation has. */
export interface Request<O extends Operation> {
  readonly params?: Operations[O]['params'];
  readonly query?: Operations[O]['query'];
  readonly body?: Operations[O]['body'];
  /** What doneUrl gave: the second factor for exactly this request. */
  readonly otp?: string;
  readonly signal?: AbortSignal | undefined;
}

/** A refusal of the gate (INTERFACE "Errors"), or of the network: `code` is then `unreachable`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  /** Where this change is confirmed, and where its npm-otp then is (npm's web flow). */
  readonly authUrl: string | undefined;
  readonly doneUrl: string | undefined;

  constructor(status: number, body: Record<string, unknown>) {
    super(text(body['message']) ?? `The gate answered with status ${status}.`);
    this.name = 'ApiError';
    this.status = status;
    this.code = text(body['code']) ?? `http-${status}`;
    this.requestId = text(body['requestId']);
    this.authUrl = text(body['authUrl']);
    this.doneUrl = text(body['doneUrl']);
  }
}

/** Calls one operation of the public API. Throws ApiError. */
export async function call<O extends Operation>(operation: O, request: Request<O> = {}): Promise<Answer<O>> {
  const [method = 'GET', template = ''] = operation.split(' ');
  const response = await fetch(urlOf(template, request.params ?? {}, request.query ?? {}), {
    method,
    headers: {
      accept: 'application/json',
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(request.otp === undefined ? {} : { 'npm-otp': request.otp }),
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  }).catch((fault: unknown) => {
    if (request.signal?.aborted === true) throw fault;
    throw new ApiError(0, {
      code: 'unreachable',
      message: 'The gate does not answer. Is it running, and does your network reach it? Nothing was lost; try again.',
    });
  });
  const body: unknown = response.status === 204 ? undefined : await jsonOf(response);
  if (!response.ok) {
    const fault = new ApiError(response.status, isObject(body) ? body : {});
    if (endsSession(operation, fault.status, fault.code, fault.authUrl)) tellSessionEnd();
    throw fault;
  }
  return body;
}

const jsonOf = async (response: Response): Promise<unknown> => response.json().catch(() => undefined);

/** The address of an operation: names of packages keep their `@`, their slash is encoded. */
export function urlOf(template: string, params: object, query: object): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(Reflect.get(params, name))).replaceAll('%40', '@'),
  );
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    ),
  );
  return search.size === 0 ? path : `${path}?${search}`;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
