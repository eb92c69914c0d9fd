import { describe, expect, it } from 'vitest';
import { run, stubRegistry } from './fixture.ts';

const env = { SALLYPORT_TOKEN: 'ADMINTOK' };
const OFF = {
  name: 'github',
  kind: 'provider',
  title: 'GitHub Actions',
  disabled: { by: 'administrator', configured: true, at: '2026-11-24T10:00:00.000Z', note: 'keys\u001bleaked' },
};
const ON = { name: 'https://issuer.example', kind: 'issuer' };

describe('sallyport switch', () => {
  it('list: what is on and off, by whom, since when and why, without control characters', async () => {
    const { url, requests } = await stubRegistry({ body: JSON.stringify([OFF, ON]) });
    const { exit, out } = await run(['switch', 'list', '--registry', `${url}npm/team`], { env });
    expect(exit).toBe(0);
    expect(out).toBe(
      'off provider github (GitHub Actions), by administrator since 2026-11-24T10:00:00.000Z and by the configuration: keys leaked\n' +
        'on  issuer https://issuer.example\n',
    );
    expect(requests).toMatchObject([
      { method: 'GET', url: '/-/sallyport/v1/switches', headers: { authorization: 'Bearer ADMINTOK' } },
    ]);
  });

  it.each([
    [['off', 'github', '--note', 'keys leaked'], { name: 'github', disabled: true, note: 'keys leaked' }],
    [['on', 'https://issuer.example'], { name: 'https://issuer.example', disabled: false }],
  ])('%j sends that and shows the switch as it is then; --json prints it as it came', async (words, body) => {
    const { url, requests } = await stubRegistry({ body: JSON.stringify(OFF) });
    const { exit, out } = await run(['switch', ...words, '--json', '--registry', url], { env });
    expect([exit, JSON.parse(out)]).toEqual([0, OFF]);
    expect(requests.map(({ method, body: sent }) => [method, JSON.parse(sent)])).toEqual([['PUT', body]]);
  });

  it('goes through the web flow where the gate demands a second factor', async () => {
    const { url, requests } = await stubRegistry(({ method, headers }) => {
      if (method === 'GET') return { body: '{"token":"spo_x"}' };
      return headers['npm-otp'] === 'spo_x'
        ? { body: JSON.stringify(OFF) }
        : {
            status: 401,
            headers: { 'www-authenticate': 'OTP' },
            body: JSON.stringify({
              error: 'e',
              authUrl: `http://${headers.host}/a`,
              doneUrl: `http://${headers.host}/d`,
            }),
          };
    });
    const { exit } = await run(['switch', 'off', 'github', '--registry', url], { env, answer: 'y' });
    expect(exit).toBe(0);
    expect(requests.map(({ method }) => method)).toEqual(['PUT', 'GET', 'PUT']);
  });

  it('a refusal exits 1 with its reason; nobody signed in, or no gate there, 2', async () => {
    const refused = JSON.stringify({ error: 'The configuration switches it off.', code: 'switch-configured' });
    const { url } = await stubRegistry({ status: 409, body: refused });
    const said = await run(['switch', 'on', 'github', '--registry', url], { env });
    expect([said.exit, said.err]).toEqual([1, expect.stringContaining('The configuration switches it off.')]);
    expect((await run(['switch', 'list', '--registry', url])).exit).toBe(2);
    const other = await stubRegistry({ body: '{"ok":true}' });
    expect((await run(['switch', 'list', '--registry', other.url], { env })).exit).toBe(2);
    expect((await run(['switch', 'off', 'github', '--registry', other.url], { env })).exit).toBe(2);
    expect((await run(['switch', 'off', '--registry', other.url], { env })).exit).toBe(2);
  });
});
