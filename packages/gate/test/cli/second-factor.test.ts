import { expect, it } from 'vitest';
import { type Recorded, run, type StubAnswer, stubRegistry } from './fixture.ts';

const env = { SALLYPORT_TOKEN: 'USERTOK' };
const LIST = ['trust', 'list', '@acme/hello'];
const REVOKE = ['trust', 'revoke', '@acme/hello', '--id', 'id-1'];
const ADD = ['trust', 'add', 'github', '@acme/hello', '--repo', 'o/r', '--file', 'publish.yml', '--yes'];
const NEEDED = 'This change needs your second factor.';
const CREATED = '[{"id":"id-1","type":"github","claims":{"repository":"o/r"},"permissions":["createPackage"]}]';

/** A gate that demands a second factor for every change, and hands out its one-time password as `polls` says. */
async function demanding(polls: readonly StubAnswer[], demand: Record<string, unknown> = {}) {
  let polled = 0;
  const registry = await stubRegistry(({ url, method, headers }: Recorded): StubAnswer => {
    if (url?.startsWith('/done')) return polls[Math.min(polled++, polls.length - 1)] ?? {};
    if (headers['npm-otp'] === 'OTP-1') return method === 'DELETE' ? { status: 204 } : { body: CREATED };
    const origin = `http://${headers.host}`;
    const body = {
      code: 'second-factor-needed',
      message: NEEDED,
      authUrl: `${origin}/auth/1`,
      doneUrl: `${origin}/done/1`,
    };
    return { status: 401, headers: { 'www-authenticate': 'OTP' }, body: JSON.stringify({ ...body, ...demand }) };
  });
  const changes = () => registry.requests.filter(({ url }) => !url?.startsWith('/done'));
  const questions = () => registry.requests.filter(({ url }) => url?.startsWith('/done'));
  return { ...registry, changes, questions };
}

const WAIT: StubAnswer = { status: 202, headers: { 'retry-after': '3' }, body: '{}' };
const GIVEN: StubAnswer = { body: '{"token":"OTP-1"}' };

it.each([
  ['trust list', LIST],
  ['trust add', ADD],
  ['trust revoke', REVOKE],
])(
  '%s in a terminal: the page is shown, and once it is approved the same request goes again with the one-time password',
  async (_, argv) => {
    const gate = await demanding([WAIT, WAIT, GIVEN]);
    const { exit, err, paused } = await run([...argv, '--registry', gate.url], { env, answer: 'y' });
    expect(exit).toBe(0);
    expect(err).toContain(`Authenticate your account at:\n${gate.url}auth/1\n`);
    expect(paused).toEqual([3000, 3000]);
    const [first, second, ...more] = gate.changes();
    expect(more).toEqual([]);
    expect(first?.headers['npm-otp']).toBeUndefined();
    expect(second).toMatchObject({ method: first?.method, url: first?.url, body: first?.body });
    expect(second?.headers).toMatchObject({
      'npm-otp': 'OTP-1',
      authorization: 'Bearer USERTOK',
      'npm-command': 'trust',
    });
  },
);

it('A2: the address that gives the one-time password is asked without any credential, and the password is printed nowhere', async () => {
  const gate = await demanding([GIVEN]);
  const { out, err } = await run([...REVOKE, '--registry', gate.url], { env, answer: 'y' });
  expect(gate.questions().map(({ headers }) => [headers.authorization, headers['npm-otp']])).toEqual([
    [undefined, undefined],
  ]);
  expect(out + err).not.toContain('OTP-1');
});

it.each([
  ['no word', {}],
  ['zero', { 'retry-after': '0' }],
  ['a date', { 'retry-after': 'Tue, 24 Nov 2026 10:00:00 GMT' }],
])('a registry with %s on how often to ask is asked once a second, not in a busy loop', async (_, headers) => {
  const gate = await demanding([{ status: 202, headers, body: '{}' }, GIVEN]);
  const { exit, paused } = await run([...REVOKE, '--registry', gate.url], { env, answer: 'y' });
  expect({ exit, paused }).toEqual({ exit: 0, paused: [1000] });
});

it('nobody approves: after five minutes the command ends and says that nothing was changed', async () => {
  const gate = await demanding([{ status: 202, headers: { 'retry-after': '20' } }]);
  const { exit, err } = await run([...REVOKE, '--registry', gate.url], { env, answer: 'y' });
  expect(exit).toBe(1);
  expect(err).toContain('nobody approved this within 5 minutes; nothing was changed');
  expect(gate.questions()).toHaveLength(15);
  expect(gate.changes()).toHaveLength(1);
});

it.each([
  [
    { status: 410, body: '{"error":"This confirmation was refused.","code":"confirmation-ended"}' },
    1,
    'This confirmation was refused.',
  ],
  [{ status: 200, body: '{}' }, 2, 'did not answer with a one-time password'],
  [{ status: 200, body: '{"token":"a\\nb"}' }, 2, 'did not answer with a one-time password'],
  [{ status: 302, headers: { location: 'http://127.0.0.1:9/' } }, 2, 'redirect'],
  [{ status: 503, body: '{"error":"down"}' }, 3, 'down'],
])('an address that gives no one-time password (%j) ends the command in its words', async (poll, code, words) => {
  const gate = await demanding([poll]);
  const { exit, err } = await run([...REVOKE, '--registry', gate.url], { env, answer: 'y' });
  expect(exit).toBe(code);
  expect(err).toContain(words);
  expect(gate.changes()).toHaveLength(1);
});

it('a second demand is not followed: the registry says no to the password it gave itself', async () => {
  const gate = await demanding([{ body: '{"token":"OTP-2"}' }]);
  const { exit, err } = await run([...REVOKE, '--registry', gate.url], { env, answer: 'y' });
  expect(exit).toBe(1);
  expect(err).toContain(NEEDED);
  expect(gate.changes()).toHaveLength(2);
});

it('without a terminal the command ends at once with both addresses, as npm does, for people and for scripts', async () => {
  const gate = await demanding([GIVEN]);
  const people = await run([...REVOKE, '--registry', gate.url], { env });
  expect(people.exit).toBe(1);
  expect(people.err).toContain(`Open ${gate.url}auth/1 in a browser and approve it there.`);
  expect(people.err).toContain(`--otp=<the token that ${gate.url}done/1 gives then>`);
  const script = await run([...REVOKE, '--json', '--registry', gate.url], { env });
  expect(JSON.parse(script.out)).toMatchObject({
    error: {
      code: 'second-factor-needed',
      retryable: false,
      authUrl: `${gate.url}auth/1`,
      doneUrl: `${gate.url}done/1`,
    },
  });
  expect(gate.questions()).toEqual([]);
});

it('--otp goes with the first request, and a wrong one is not asked about again', async () => {
  const gate = await demanding([GIVEN]);
  expect((await run([...REVOKE, '--otp', 'OTP-1', '--registry', gate.url], { env })).exit).toBe(0);
  expect(gate.changes().map(({ headers }) => headers['npm-otp'])).toEqual(['OTP-1']);
  const wrong = await run([...REVOKE, '--otp', '000000', '--registry', gate.url], { env, answer: 'y' });
  expect(wrong.exit).toBe(1);
  expect(wrong.err).toContain('The one-time password was not accepted.');
  expect(gate.changes()).toHaveLength(2);
  expect(gate.questions()).toEqual([]);
});

it('a registry that takes typed codes only is given what a person types', async () => {
  const gate = await demanding([], { authUrl: undefined, doneUrl: undefined });
  const { exit, asked } = await run([...REVOKE, '--registry', gate.url], { env, answer: 'OTP-1' });
  expect(exit).toBe(0);
  expect(asked).toContain('Enter OTP: ');
});

it.each(['javascript:alert(1)', 'file:///etc/passwd', '\u001b[2Jhttps://x.example', 7])(
  'an address that no browser should open (%j) is neither shown nor asked',
  async (address) => {
    const gate = await demanding([], { authUrl: address, doneUrl: address });
    const { exit, err } = await run([...REVOKE, '--registry', gate.url], { env });
    expect(exit).toBe(1);
    expect(err).not.toContain(String(address));
  },
);

it('a 401 that is not about a second factor starts no flow', async () => {
  const gate = await stubRegistry({
    status: 401,
    body: '{"error":"who?","authUrl":"https://x.example/a","doneUrl":"https://x.example/d"}',
  });
  const { exit, err } = await run([...REVOKE, '--registry', gate.url], { env, answer: 'y' });
  expect({ exit, err }).toEqual({ exit: 1, err: 'sallyport: who?\n' });
});
