import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startTestGate } from './support/gate.ts';

const BODY = JSON.stringify({ package: '@acme/hello', token: 'x' });

/** The beginning of a request, whose body is still to come. */
const beginning = [
  'POST /-/sallyport/v1/check HTTP/1.1',
  'host: gate.example',
  'content-type: application/json',
  `content-length: ${BODY.length}`,
  '',
  '',
].join('\r\n');

it('a gate that stops finishes what is under way, and says so to what follows on the same connection', async () => {
  const gate = await startTestGate();
  const { hostname, port } = new URL(gate.url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text;
  });
  const ended = once(socket, 'close');
  socket.write(beginning);
  // A request that came later and is answered: the first one has begun by now.
  expect((await fetch(`${gate.url}/-/sallyport/v1/health/live`)).status).toBe(200);

  const stopped = gate.stop();
  while (await accepts(Number(port), hostname)) await pause(20);
  socket.write(`${BODY}GET /-/ping HTTP/1.1\r\nhost: gate.example\r\n\r\n`);

  await ended;
  expect(await stopped).toBe(0);
  const [first = '', second = ''] = received.split(/(?=HTTP\/1\.1 )/);
  expect(first).toMatch(/^HTTP\/1\.1 200 /);
  expect(first).toContain('"reason":"token-malformed"');
  expect(second).toMatch(/^HTTP\/1\.1 503 /);
  expect(second).toMatch(/^npm-notice: This gate is shutting down/m);
  expect(second).toMatch(/^retry-after: 5\r$/m);
  expect(JSON.parse(second.slice(second.indexOf('{')))).toMatchObject({
    code: 'shutting-down',
    error: expect.stringContaining('shutting down'),
    requestId: expect.any(String),
  });
});

/** Whether a new connection is still accepted. */
function accepts(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
