import type { IncomingMessage, ServerResponse } from 'node:http';

/** A JSON answer: everything this server says is one. */
export interface Answer {
  readonly status: number;
  readonly document: unknown;
}

/** What stands at one path. Faults of a handler become a 500 without details. */
export type Handler = (request: IncomingMessage, url: URL) => Answer | Promise<Answer>;

export const ok = (document: unknown): Answer => ({ status: 200, document });
export const problem = (status: number, error: string): Answer => ({ status, document: { error } });

export const JSON_HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' } as const;

export function send({ status, document }: Answer, response: ServerResponse): void {
  response.writeHead(status, JSON_HEADERS).end(JSON.stringify(document));
}
