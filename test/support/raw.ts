import { connect } from 'node:net';

/** What came back for bytes that no HTTP client would send. */
export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly json: unknown;
}

/** Sends these lines (and body) as they are and reads until the other side closes; `connection: close` is added to the headers. */
export function sendRaw(url: string, lines: readonly string[], body = ''): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(read(text)));
    socket.write(`${[...lines, 'connection: close', '', ''].join('\r\n')}${body}`, 'latin1');
  });
}

function read(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const head = end < 0 ? text : text.slice(0, end);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
  const rest = text.slice(end + 4);
  const start = rest.indexOf('{');
  let json: unknown;
  try {
    json = JSON.parse(rest.slice(start, rest.lastIndexOf('}') + 1));
  } catch {
    json = undefined;
  }
  return { status, head, json };
}
