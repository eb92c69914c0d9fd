import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { type Refusal, refusal } from '../../refusals/index.ts';
import { type Headers, responseHeaders } from '../headers.ts';
import { ACCEPTED_ENCODING, readBody } from './body.ts';
import { MAX_PACKUMENT_BYTES, moveTarballs } from './packument.ts';
import { bodyEtag, changedEtag, upstreamValidators } from './packument-etag.ts';
import type { Registry } from './registry.ts';

/** The request's headers, so that the answer can be read here, and is "not modified" only if what the client has was made here. */
export function askForPackument(passed: Headers, publicUrl: string): Headers {
  const { 'if-none-match': known, 'if-modified-since': _date, range: _range, 'if-range': _ifRange, ...rest } = passed;
  const validators = upstreamValidators(typeof known === 'string' ? known : undefined, publicUrl);
  return {
    ...rest,
    'accept-encoding': ACCEPTED_ENCODING,
    ...(validators === undefined ? {} : { 'if-none-match': validators }),
  };
}

/** The answer's headers without what described the upstream's bytes, with the validator of ours. */
export function packumentHeaders(answered: Headers, publicUrl: string): Headers {
  const {
    etag,
    'content-length': _length,
    'content-encoding': _encoding,
    'accept-ranges': _ranges,
    'content-md5': _md5,
    digest: _digest,
    'content-digest': _contentDigest,
    'last-modified': _modified,
    ...rest
  } = answered;
  const changed = typeof etag === 'string' ? changedEtag(etag, publicUrl) : undefined;
  return changed === undefined ? rest : { ...rest, etag: changed };
}

/** Answers with the packument, its tarballs under the gate's address (W3). Over the limit, cut or unreadable: a refusal. */
export async function sendPackument(
  registry: Registry,
  answer: Dispatcher.ResponseData,
  request: IncomingMessage,
  response: ServerResponse,
  refuse: (refusal: Refusal) => void,
): Promise<void> {
  const read = await readBody(answer.body, answer.headers['content-encoding'], MAX_PACKUMENT_BYTES).catch(
    () => undefined,
  );
  if (response.destroyed) return;
  if (read === undefined) return refuse(CUT);
  if (!read.ok) return refuse(read.cause === 'too-large' ? TOO_LARGE : UNREADABLE);
  const bytes = moveTarballs(registry, read.bytes);
  const headers = packumentHeaders(responseHeaders(answer.headers), registry.publicUrl());
  headers['etag'] ??= bodyEtag(bytes);
  if (request.headers['if-none-match'] === headers['etag']) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, 'content-length': String(bytes.length) }).end(bytes);
}

const CUT = refusal(
  'upstream-unavailable',
  'The registry behind this one broke off while it sent the document of this package. Try again.',
  1,
);
const UNREADABLE = refusal(
  'upstream-unavailable',
  'The registry behind this one sent the document of this package in an encoding that was not asked for.',
);
const TOO_LARGE = refusal(
  'packument-too-large',
  `The document of this package is larger than ${MAX_PACKUMENT_BYTES / 1024 / 1024} MiB, which is more than this registry passes on. Ask for the abbreviated form, or unpublish versions that nobody uses.`,
);
