import { isIP } from 'node:net';
import type { FetchedText, IssuerFetch, IssuerFetchOptions } from '@sallyport/trust';
import type { Agent, Dispatcher } from 'undici';
import { type AddressKind, addressKind } from './addresses.ts';
import { guardedAgent, isRefusedAddress, type Resolve, systemResolve } from './guarded-agent.ts';

export interface IssuerFetchSettings {
  /** Default: the system's resolver. */
  readonly resolve?: Resolve;
}

export interface IssuerFetcher {
  readonly fetch: IssuerFetch;
  close(): Promise<void>;
}

/**
 * The one door through which the gate asks issuers (V3): https, no redirects, a time limit over everything from the name to the last
 * byte, a size limit that is an error and not a cut, and no private address unless this issuer may have one. The address is checked
 * where the connection takes it from, so that a name cannot be resolved to another one in between.
 */
export function createIssuerFetch(settings: IssuerFetchSettings = {}): IssuerFetcher {
  const resolve = settings.resolve ?? systemResolve;
  const agents = new Map<string, Agent>();
  const agentFor = (allowed: ReadonlySet<AddressKind>): Agent => {
    const key = [...allowed].join();
    const agent = agents.get(key) ?? guardedAgent(allowed, resolve);
    agents.set(key, agent);
    return agent;
  };
  return {
    fetch: (url, options) => fetchText(agentFor, url, options),
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

function fetchText(
  agentFor: (allowed: ReadonlySet<AddressKind>) => Dispatcher,
  text: string,
  options: IssuerFetchOptions,
): Promise<FetchedText> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '') return Promise.resolve(failed('network'));
  const allowed = allowedKinds(url, options);
  if (allowed === undefined) return Promise.resolve(failed('address-refused'));
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !allowed.has(addressKind(literal))) return Promise.resolve(failed('address-refused'));
  return withinTime(options.timeoutMs, (signal) => exchange(agentFor(allowed), url, options.maxBytes, signal));
}

/** The limit counts by itself: undici gives up a request that is waiting for its connection only when the connection is there or lost. */
function withinTime(timeoutMs: number, work: (signal: AbortSignal) => Promise<FetchedText>): Promise<FetchedText> {
  const limit = new AbortController();
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(failed('timeout'));
      limit.abort();
    }, timeoutMs);
    const settle = (fetched: FetchedText): void => {
      clearTimeout(timer);
      resolve(fetched);
    };
    work(limit.signal).then(settle, (error: unknown) =>
      settle(failed(isRefusedAddress(error) ? 'address-refused' : 'network')),
    );
  });
}

/** Where this issuer may live. Undefined: not by this URL at all. */
function allowedKinds(url: URL, options: IssuerFetchOptions): ReadonlySet<AddressKind> | undefined {
  if (url.protocol === 'http:') return options.allowInsecure ? new Set(['loopback']) : undefined;
  if (url.protocol !== 'https:') return undefined;
  const kinds: AddressKind[] = ['public'];
  if (options.allowPrivate) kinds.push('private');
  if (options.allowPrivate || options.allowInsecure) kinds.push('loopback');
  return new Set(kinds);
}

async function exchange(agent: Dispatcher, url: URL, maxBytes: number, signal: AbortSignal): Promise<FetchedText> {
  const { statusCode, headers, body } = await agent.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method: 'GET',
    headers: { accept: 'application/json', 'accept-encoding': 'identity' },
    signal,
  });
  // Given up before its end, it says so by an error that nobody needs.
  body.on('error', () => undefined);
  const refused = refusedStatus(statusCode) ?? refusedHeaders(headers, maxBytes);
  if (refused !== undefined) {
    body.destroy();
    return refused;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      body.destroy();
      return failed('too-large');
    }
    chunks.push(chunk);
  }
  const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks, size));
  const date = Date.parse(String(headers['date']));
  return { ok: true, body: text, ...(Number.isNaN(date) ? {} : { date }) };
}

function refusedStatus(status: number): FetchedText | undefined {
  if (status === 200) return undefined;
  return { ok: false, cause: status >= 300 && status < 400 ? 'redirect' : 'status', status };
}

function refusedHeaders(headers: Dispatcher.ResponseData['headers'], maxBytes: number): FetchedText | undefined {
  if (Number(headers['content-length'] ?? 0) > maxBytes) return failed('too-large');
  // Compressed though nobody asked: what it grows to is unknown.
  return (headers['content-encoding'] ?? 'identity') === 'identity' ? undefined : failed('network');
}

const failed = (cause: Exclude<FetchedText, { ok: true }>['cause']): FetchedText => ({ ok: false, cause });
