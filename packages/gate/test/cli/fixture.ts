import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInProviders } from '@sallyport/trust';
import { onTestFinished } from 'vitest';
import { type Io, main, type Parts } from '../../src/cli/index.ts';
import { embeddedDirectory, openEmbeddedAccounts } from '../../src/upstream/index.ts';

export interface Recorded {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A registry that records every request and gives one answer to all of them, or one for each. */
export async function stubRegistry(
  given: StubAnswer | ((request: Recorded) => StubAnswer),
): Promise<{ url: string; requests: Recorded[] }> {
  const requests: Recorded[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      const recorded = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(recorded);
      const answer = typeof given === 'function' ? given(recorded) : given;
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      response.end(answer.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests };
}

/** An address at which nobody listens any more. */
export async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** A folder of its own, gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

export interface Setting {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** What a person answers; left out, nobody is there. */
  readonly answer?: string;
  /** What a person answers, one text a question; when they end, `answer`. */
  readonly answers?: readonly string[];
  /** What a person types where nothing is shown, one text a question. */
  readonly hidden?: readonly string[];
  readonly stdin?: string;
  readonly parts?: Partial<Parts>;
}

const nobody = (): Promise<never> => Promise.reject(new Error('not part of this test'));

/** Runs one command line in this process, without this machine's npm settings. */
export async function run(argv: readonly string[], setting: Setting = {}) {
  const written = { out: '', err: '', asked: '', paused: [] as number[] };
  let hidden = 0;
  let clock = 0;
  let answered = 0;
  const next = (question: string): string => {
    written.asked += question;
    return setting.answers?.[answered++] ?? setting.answer ?? '';
  };
  const cwd = setting.cwd ?? temporaryFolder();
  const io: Io = {
    out: async (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    ask: async (question) => next(question),
    askBlock: async (question) => next(question),
    askHidden: async (question) => {
      written.asked += question;
      return setting.hidden?.[hidden++] ?? '';
    },
    pause: async (ms) => {
      written.paused.push(ms);
      clock += ms;
    },
    now: () => clock,
    readStdin: async (maxBytes) => ((setting.stdin ?? '').length > maxBytes ? undefined : (setting.stdin ?? '')),
    interactive: setting.answer !== undefined || setting.answers !== undefined || setting.hidden !== undefined,
    colour: false,
    env: { HOME: cwd, ...setting.env },
    cwd,
  };
  const parts: Parts = {
    providers: builtInProviders,
    serve: nobody,
    demo: nobody,
    examine: nobody,
    openAudit: nobody,
    openAccounts: ({ data }) => openEmbeddedAccounts(embeddedDirectory(data)),
    ...setting.parts,
  };
  const exit = await main(argv, io, parts);
  return { exit, ...written };
}
