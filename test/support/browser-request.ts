import { request } from 'node:http';

/** A request as a browser could send it: `fetch` of Node sets host and origin itself. */
export interface BrowserRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless the headers say otherwise. */
  readonly body?: unknown;
}

export interface BrowserAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; fails where it is none. */
  json(): Record<string, unknown>;
}

export function ask(base: string, path: string, options: BrowserRequest = {}): Promise<BrowserAnswer> {
  const { hostname, port } = new URL(base);
  const body = options.body === undefined ? '' : JSON.stringify(options.body);
  const headers = {
    ...(body === '' ? {} : { 'content-type': 'application/json' }),
    'content-length': String(Buffer.byteLength(body)),
    ...options.headers,
  };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method: options.method ?? 'GET', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: () => JSON.parse(text) as Record<string, unknown>,
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The session cookie that an answer sets, as `Cookie` sends it back. */
export const cookieOf = ({ headers }: BrowserAnswer): string => String(headers['set-cookie']?.[0]).split(';')[0] ?? '';
