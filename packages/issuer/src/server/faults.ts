import type { ServerResponse } from 'node:http';
import { type Answer, JSON_HEADERS, send } from './answer.ts';

/** What a document does instead of arriving: each is something a verifier must survive (V3). */
export type Fault =
  /** An error status with a JSON body. */
  | { readonly kind: 'status'; readonly status: number }
  /** The request is taken and never answered. */
  | { readonly kind: 'hang' }
  /** Headers and half of the document arrive, then nothing more. */
  | { readonly kind: 'stall' }
  /** Headers and half of the document arrive, then the connection breaks. */
  | { readonly kind: 'cut' }
  /** The true document, valid JSON, with white space behind it up to this many bytes. */
  | { readonly kind: 'oversized'; readonly bytes: number }
  /** 302 to this URL. Default: the true document, under another URL of this server, so that a client that follows gets what it wanted. */
  | { readonly kind: 'redirect'; readonly location?: string }
  /** The true document with these members instead: another `issuer`, a `jwks_uri` elsewhere, other `keys`. */
  | { readonly kind: 'members'; readonly members: Readonly<Record<string, unknown>> }
  /** Status 200 with this text. */
  | { readonly kind: 'body'; readonly body: string };

/** A request with this in its query comes from our own redirect and gets the true document. */
export const REDIRECTED = 'redirected';

/** Sends the fault that stands in the way of this answer. */
export function sendFault(fault: Fault, answer: Answer, url: URL, response: ServerResponse): void {
  const body = JSON.stringify(answer.document);
  switch (fault.kind) {
    case 'status':
      return send({ status: fault.status, document: { error: 'a fault was asked for' } }, response);
    case 'hang':
      return;
    case 'stall':
      return half(body, response);
    case 'cut':
      // Only once the half has left: a destroyed socket forgets what it has not sent.
      return half(body, response, () => response.destroy());
    case 'oversized':
      return void response.writeHead(200, JSON_HEADERS).end(body.padEnd(fault.bytes));
    case 'redirect':
      return void response.writeHead(302, { location: fault.location ?? `${url.pathname}?${REDIRECTED}` }).end();
    case 'members':
      return send({ status: 200, document: { ...Object(answer.document), ...fault.members } }, response);
    case 'body':
      return void response.writeHead(200, JSON_HEADERS).end(fault.body);
  }
}

function half(body: string, response: ServerResponse, then: () => void = () => undefined): void {
  response.writeHead(200, { ...JSON_HEADERS, 'content-length': Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2), then);
}
