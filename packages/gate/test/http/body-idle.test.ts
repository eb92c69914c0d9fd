import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { accept, createIssuerDirectory, refuse } from '@sallyport/trust';
import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import { createServer, type HttpParts } from '../../src/http/index.ts';
import type { Publish } from '../../src/publish/index.ts';
import { refusal } from '../../src/refusals/index.ts';
import type { Store } from '../../src/store/index.ts';
import { newPublishToken } from '../../src/tokens/index.ts';
import type { Upstream } from '../../src/upstream/index.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const unasked = (): never => {
  throw new Error('not asked in this test');
};

/** A server whose publish reads the body and does nothing else. */
async function serve(bodyIdleMs: number, publish: Publish): Promise<Socket> {
  const parts: HttpParts = {
    exchange: unasked,
    check: { token: unasked, claims: unasked },
    publish,
    revoke: unasked,
    switches: { list: unasked, plan: unasked },
    publishOwn: undefined,
    publishers: {} as HttpParts['publishers'],
    accounts: {} as HttpParts['accounts'],
    authority: {} as HttpParts['authority'],
    confirmations: {} as HttpParts['confirmations'],
    form: {} as HttpParts['form'],
    audit: {} as HttpParts['audit'],
    liveAudit: { listen: unasked, open: () => 0, close: () => undefined },
    admitOther: unasked,
    packages: { list: unasked, page: unasked, policy: unasked, setPolicy: unasked },
    overview: unasked,
    system: unasked,
    store: {} as Store,
    upstream: { prefix: '' } as Upstream,
    health: unasked,
    issuers: () => createIssuerDirectory({ providers: [], configured: [], disabled: [], workspaces: [] }),
    secondFactor: () => 'required',
    consoleFolder: '',
    administrators: () => [],
    url: () => 'http://127.0.0.1',
    audience: () => 'npm:127.0.0.1',
    trustProxy: false,
    limitAddress: async () => undefined,
    now: Date.now,
    log: pino({ level: 'silent' }),
    bodyIdleMs,
  };
  const server = createServer(parts);
  closers.push(() => server.close());
  await server.listen({ host: '127.0.0.1', port: 0 });
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
  closers.unshift(async () => socket.destroy());
  await once(socket, 'connect');
  socket.write(
    `PUT /hello HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${newPublishToken()}\r\ncontent-length: 40\r\n\r\n`,
  );
  return socket;
}

const readAll: Publish = async ({ body }) => {
  for await (const _ of body);
  return accept({ version: '1.0.0' });
};

it('a body that stands still is refused with 408 in the one shape, and its connection closed: it would keep its spool for ever', async () => {
  const socket = await serve(200, readAll);
  socket.write('twenty bytes of forty');
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text;
  });
  await once(socket, 'close');
  expect(received).toMatch(/^HTTP\/1\.1 408 /);
  expect(JSON.parse(received.slice(received.indexOf('\r\n\r\n')))).toMatchObject({
    code: 'request-timeout',
    error: expect.stringContaining('No byte'),
    body: { message: expect.any(String) },
  });
});

it('a body that stands still behind its refusal ends the connection: whoever was refused could keep it for ever', async () => {
  const socket = await serve(200, async () => refuse(refusal('forbidden', 'Nobody may.')));
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text;
  });
  await once(socket, 'close');
  expect(received).toMatch(/^HTTP\/1\.1 403 /);
});

it('a body that is slow but moves is not: slow lines publish too', async () => {
  const socket = await serve(4_000, readAll);
  const answered = once(socket.setEncoding('utf8'), 'data');
  for (let sent = 0; sent < 40; sent += 2) {
    socket.write('ab');
    await pause(450);
  }
  expect(String((await answered)[0])).toMatch(/^HTTP\/1\.1 201 /);
});
