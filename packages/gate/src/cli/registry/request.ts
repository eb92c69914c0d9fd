import { EXIT, type Failure, failure } from '../outcome.ts';
import { plain } from '../show.ts';

/** A registry answers these calls at once or not at all. Milliseconds. */
const TIMEOUT_MS = 30_000;
/** Far more than the publishers of any package or the longest decision. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly bearer?: string | undefined;
  readonly body?: unknown;
  /** What npm calls the command: registries decide by it how they ask for a second factor. */
  readonly npmCommand?: string;
}

export type Answer = { readonly ok: true; readonly body: unknown } | Failure;

/** One request, never repeated, no redirect followed. An answer of 200 to 299 with JSON or nothing, or why not. */
export async function call({ method, url, bearer, body, npmCommand }: Call): Promise<Answer> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const headers = {
    accept: 'application/json',
    'user-agent': `sallyport node/${process.version}`,
    ...(npmCommand === undefined ? {} : { 'npm-command': npmCommand, 'npm-auth-type': 'web' }),
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  try {
    const init = { method, headers, redirect: 'manual', signal } as const;
    const response = await fetch(url, body === undefined ? init : { ...init, body: JSON.stringify(body) });
    const text = await readLimited(response);
    if (text === undefined)
      return failure(EXIT.usage, 'answer-too-large', `${url.origin} answered with more than ${MAX_ANSWER_BYTES} bytes`);
    return response.ok ? parsed(text, url) : refused(response, text, url);
  } catch (error) {
    return failure(EXIT.later, 'unreachable', `${url.origin} could not be reached: ${cause(error)}`);
  }
}

function parsed(text: string, url: URL): Answer {
  if (text === '') return { ok: true, body: undefined };
  try {
    return { ok: true, body: JSON.parse(text) as unknown };
  } catch {
    return failure(
      EXIT.usage,
      'answer-malformed',
      `${url.origin} did not answer with JSON: is this the registry's address?`,
    );
  }
}

function refused(response: Response, text: string, url: URL): Failure {
  const { status } = response;
  if (status >= 300 && status < 400) {
    return failure(
      EXIT.usage,
      'redirected',
      `${url.origin} answers with a redirect, which is not followed: give its final address with --registry`,
    );
  }
  const body = errorBody(text);
  const said = [body['error'], body['message']].find((part) => typeof part === 'string' && part !== '');
  const later = status >= 500 || status === 429 || status === 408;
  const otp = response.headers.get('www-authenticate')?.includes('OTP') === true;
  const message = [
    said === undefined ? `${url.origin} answered with status ${status}` : plain(String(said)),
    ...(otp ? [`This registry asks for a second factor, which this command cannot give${where(body)}`] : []),
  ].join('\n');
  const code = typeof body['code'] === 'string' ? plain(body['code']) : `http-${status}`;
  const result = failure(later ? EXIT.later : EXIT.no, code, message);
  return typeof body['requestId'] === 'string' ? { ...result, requestId: plain(body['requestId']) } : result;
}

const where = (body: Record<string, unknown>): string =>
  typeof body['authUrl'] === 'string' ? `: ${plain(body['authUrl'])}` : '.';

function errorBody(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

async function readLimited(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `ECONNREFUSED`, `UND_ERR_SOCKET`, or the name of the fault: fetch hides it one level down. */
function cause(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown fault';
  if (error.name === 'TimeoutError') return `no complete answer within ${TIMEOUT_MS / 1000} s`;
  const { code, message } = (error.cause instanceof Error ? error.cause : error) as NodeJS.ErrnoException;
  return code ?? plain(message);
}
