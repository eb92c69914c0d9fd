import type { Page, Route } from 'playwright-core';
import type { Operations } from '../../../packages/console/src/api/contract.ts';

type Operation = keyof Operations;

/** What was asked, for answers that depend on it and for tests that look at it. */
export interface Asked {
  readonly operation: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer that is not the operation's own: a refusal, or another status with a body. */
export class Otherwise {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** A refusal in the gate's one shape. `more` adds fields, such as authUrl and doneUrl. */
export const refused = (status: number, code: string, message: string, more: object = {}): Otherwise =>
  new Otherwise(status, {
    error: message,
    message,
    body: { message },
    code,
    requestId: '0190a6f0-0000-7000-8000-000000000001',
    ...more,
  });

/** The gate cannot be reached. */
export const unreachable = Symbol('unreachable');

type Given<O extends Operation> = Operations[O]['answer'] | Otherwise | typeof unreachable;
export type Answers = {
  readonly [O in Operation]?: Given<O> | ((asked: Asked) => Given<O> | Promise<Given<O>>);
};

const matcherOf = (template: string): RegExp =>
  new RegExp(`^${template.replace(/[.*+?^$|()[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);

/**
 * Answers the gate's API in this page from fixtures, typed by the contract. What has no fixture is 404.
 * Returns what was asked; later answers win over earlier ones, so that a test changes one of them by calling again.
 */
export async function answer(page: Page, answers: Answers): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  // Fixed paths before those with a hole: `audit/export` is not an entry.
  const rows = Object.entries(answers)
    .map(([operation, given]) => {
      const [method = '', template = ''] = operation.split(' ');
      return { operation, method, given, matcher: matcherOf(template) };
    })
    .sort((a, b) => a.operation.split('{').length - b.operation.split('{').length);
  const handle = async (route: Route): Promise<void> => {
    const request = route.request();
    const { pathname, searchParams } = new URL(request.url());
    for (const { operation, method, given, matcher } of rows) {
      const match = method === request.method() ? matcher.exec(pathname) : null;
      if (match === null) continue;
      const one: Asked = {
        operation,
        params: Object.fromEntries(Object.entries(match.groups ?? {}).map(([k, v]) => [k, decodeURIComponent(v)])),
        query: Object.fromEntries(searchParams),
        body: request.postData() === null ? undefined : (request.postDataJSON() as unknown),
        headers: request.headers(),
      };
      asked.push(one);
      const value: unknown = typeof given === 'function' ? await (given as (asked: Asked) => unknown)(one) : given;
      if (value === unreachable) return route.abort('connectionrefused');
      if (value instanceof Otherwise) return send(route, value.status, value.body, value.headers);
      return value === undefined ? send(route, 204, undefined) : send(route, 200, value);
    }
    return route.fallback();
  };
  await page.route(/\/-\/(sallyport\/v1|package)\//, handle);
  return asked;
}

const send = (route: Route, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  route.fulfill({
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? '' : JSON.stringify(body),
  });
