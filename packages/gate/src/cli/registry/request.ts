import { EXIT, type Failure, failure } from '../outcome.ts';
import { plain } from '../show.ts';

/** A registry answers these calls at once or not at all. Milliseconds. */
const TIMEOUT_MS = 30_000;
/** Far more than the publishers of any package or the longest decision. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

const USER_AGENT = `sallyport node/${process.version}`;

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly bearer?: string | undefined;
  readonly body?: unknown;
  /** What npm calls the command: registries decide by it how they ask for a second factor. */
  readonly npmCommand?: string;
  /** A one-time password of the second factor. */
  readonly otp?: string;
}

/** A registry that wants a second factor: the page to open, and where its one-time password can be fetched then. Without both it takes typed codes. */
export interface FactorDemand {
  readonly authUrl: string | undefined;
  readonly doneUrl: string | undefined;
}

export type Answer = { readonly ok: true; readonly body: unknown } | (Failure & { readonly demand?: FactorDemand });

/** One request, never repeated, no redirect followed. An answer of 200 to 299 with JSON or nothing, or why not. */
export async function call({ method, url, bearer, body, npmCommand, otp }: Call): Promise<Answer> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const headers = {
    accept: 'application/json',
    'user-agent': USER_AGENT,
    ...(npmCommand === undefined ? {} : { 'npm-command': npmCommand, 'npm-auth-type': 'web' }),
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(otp === undefined ? {} : { 'npm-otp': otp }),
  };
  try {
    const init = { method, headers, redirect: 'manual', signal } as const;
    const response = await fetch(url, body === undefined ? init : { ...init, body: JSON.stringify(body) });
    const text = await readLimited(response);
    if (text === undefined) return tooLarge(url);
    return response.ok ? parsed(text, url) : refused(response, text, url);
  } catch (error) {
    return failure(EXIT.later, 'unreachable', `${url.origin} could not be reached: ${cause(error)}`);
  }
}

/**
 * Asks once whether the page of a second factor was approved: not yet (202, and after how many seconds to ask again), the one-time
 * password, or why not. The address holds its own secret: no credential goes with it.
 */
export async function pollDone(
  url: URL,
): Promise<{ readonly retryAfter: number | undefined } | { readonly token: string } | Failure> {
  try {
    const headers = { accept: 'application/json', 'user-agent': USER_AGENT };
    const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await readLimited(response);
    if (text === undefined) return tooLarge(url);
    if (response.status === 202) return { retryAfter: secondsOf(response.headers.get('retry-after')) };
    if (!response.ok) return refused(response, text, url);
    const { token } = jsonObject(text);
    return typeof token === 'string' && /^[\x21-\x7e]{1,512}$/.test(token)
      ? { token }
      : failure(EXIT.usage, 'answer-malformed', `${url.origin} did not answer with a one-time password`);
  } catch (error) {
    return failure(EXIT.later, 'unreachable', `${url.origin} could not be reached: ${cause(error)}`);
  }
}

const secondsOf = (text: string | null): number | undefined =>
  text !== null && /^\d{1,6}$/.test(text) ? Number(text) : undefined;

const tooLarge = (url: URL): Failure =>
  failure(EXIT.usage, 'answer-too-large', `${url.origin} answered with more than ${MAX_ANSWER_BYTES} bytes`);

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

function refused(response: Response, text: string, url: URL): Failure & { readonly demand?: FactorDemand } {
  const { status } = response;
  if (status >= 300 && status < 400) {
    return failure(
      EXIT.usage,
      'redirected',
      `${url.origin} answers with a redirect, which is not followed: give its final address with --registry`,
    );
  }
  const body = jsonObject(text);
  const said = [body['error'], body['message']].find((part): part is string => typeof part === 'string' && part !== '');
  const later = status >= 500 || status === 429 || status === 408;
  const message = said === undefined ? `${url.origin} answered with status ${status}` : plain(said);
  const code = typeof body['code'] === 'string' ? plain(body['code']) : `http-${status}`;
  const demand = status === 401 && asksForFactor(response) ? demandOf(body) : undefined;
  return {
    ...failure(later ? EXIT.later : EXIT.no, code, message),
    ...(typeof body['requestId'] === 'string' ? { requestId: plain(body['requestId']) } : {}),
    ...(demand === undefined ? {} : { demand }),
  };
}

const asksForFactor = (response: Response): boolean =>
  response.headers.get('www-authenticate')?.includes('OTP') === true;

/** Only addresses that a browser opens; the registry chose them. */
const demandOf = ({ authUrl, doneUrl }: Record<string, unknown>): FactorDemand => ({
  authUrl: webAddress(authUrl),
  doneUrl: webAddress(doneUrl),
});

const webAddress = (text: unknown): string | undefined =>
  typeof text === 'string' && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
    ? new URL(text).href
    : undefined;

function jsonObject(text: string): Record<string, unknown> {
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
