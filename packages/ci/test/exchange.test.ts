import { describe, expect, it } from 'vitest';
import { exchange, exchangeUrls } from '../src/exchange/exchange.ts';
import { granted, json, PUBLISH_TOKEN, type Registry, registry } from './support/registry.ts';
import { idToken, quiet } from './support/step.ts';

const ask = (url: string, pauses: number[] = []) =>
  exchange({ registry: new URL(url), name: '@acme/hello', idToken: idToken() }, quiet({}, pauses));
const paths = (upstream: Registry) => upstream.requests.map(({ path }) => path);
const PATH = '/-/npm/v1/oidc/token/exchange/package/@acme%2fhello';

describe('where the exchange is asked', () => {
  it('under the path of the registry, with the name as npm escapes it', () => {
    const urls = exchangeUrls(new URL('https://npm.acme.example/npm/team/'), '@acme/hello').map(String);
    expect(urls).toEqual([`https://npm.acme.example/npm/team${PATH}`, `https://npm.acme.example${PATH}`]);
    expect(exchangeUrls(new URL('https://npm.acme.example/'), 'hello')).toHaveLength(1);
  });

  it('at the root of the host where the path does not serve it', async () => {
    const upstream = await registry({
      exchange: (response, request) =>
        (request.path === PATH ? granted : json(404, { error: 'no such file' }))(response, request),
    });
    expect(await ask(`${upstream.url}npm/team/`)).toMatchObject({ ok: true, value: { token: PUBLISH_TOKEN } });
    expect(paths(upstream)).toEqual([`/npm/team${PATH}`, PATH]);
  });

  it("a 404 with the gate's code is an answer: nothing else is asked", async () => {
    const upstream = await registry({ exchange: json(404, { code: 'no-publisher', message: 'no publisher' }) });
    const result = await ask(`${upstream.url}npm/team/`);
    expect(result).toMatchObject({ stop: { exit: 1, code: 'no-publisher', message: 'no publisher' } });
    expect(paths(upstream)).toEqual([`/npm/team${PATH}`]);
  });

  it("npm's own 404 has a message and no code: refused, with that message", async () => {
    const upstream = await registry({ exchange: json(404, { message: 'package not found' }) });
    const result = await ask(upstream.url);
    expect(result).toMatchObject({ stop: { exit: 1, code: 'exchange-refused', message: 'package not found' } });
  });

  it('a registry without trusted publishing is a mistake in the configuration', async () => {
    const upstream = await registry({ exchange: json(404, { error: 'no such file' }) });
    expect(await ask(upstream.url)).toMatchObject({ stop: { exit: 2, code: 'exchange-not-offered' } });
  });
});

describe('what the exchange answers', () => {
  it('200 works as well as 201', async () => {
    const upstream = await registry({ exchange: json(200, { token: 'spt_x' }) });
    expect(await ask(upstream.url)).toMatchObject({ ok: true, value: { token: 'spt_x' } });
  });

  it.each([
    [
      'as the answer says, by whatever clock',
      { created: '2001-01-01T00:00:00Z', expires: '2001-01-01T00:10:00Z' },
      600_000,
    ],
    ['five minutes where it does not say', {}, 300_000],
    ['five minutes where it says nonsense', { created: 7, expires: 'later' }, 300_000],
  ])('a publish token lives %s', async (_, times, lifetime) => {
    const upstream = await registry({ exchange: json(201, { token: 'spt_x', ...times }) });
    expect(await ask(upstream.url)).toEqual({ ok: true, value: { token: 'spt_x', lifetime, stages: false } });
  });

  it('a redirect is not followed: the id_token would go somewhere else', async () => {
    const elsewhere = await registry();
    for (const status of [301, 302, 303, 307, 308]) {
      const upstream = await registry({ exchange: json(status, {}, { location: `${elsewhere.url}-/x` }) });
      expect(await ask(upstream.url)).toMatchObject({ stop: { exit: 2, code: 'exchange-redirected' } });
    }
    expect(elsewhere.requests).toEqual([]);
  });

  it('an answer of 1 MB is not read to its end', async () => {
    const upstream = await registry({ exchange: json(201, { token: 'spt_x', more: 'x'.repeat(1024 * 1024) }) });
    const result = await ask(upstream.url);
    expect(result).toMatchObject({ stop: { exit: 3, code: 'exchange-unavailable' } });
    expect(JSON.stringify(result)).toContain('larger than 65536 bytes');
  });

  it.each([
    ['HTML', '<html>'],
    ['an array', '["token"]'],
    ['nothing', ''],
    ['no token', '{"tokens":"x"}'],
    ['an empty token', '{"token":""}'],
    ['a token with a line end', '{"token":"a\\nb"}'],
    ['a token that is no text', '{"token":7}'],
  ])('%s instead of a token is not a grant', async (_, body) => {
    const upstream = await registry({ exchange: (response) => response.writeHead(201).end(body) });
    expect(await ask(upstream.url)).toMatchObject({ stop: { exit: 3, code: 'exchange-malformed' } });
  });

  it.each([400, 401, 403, 409, 422])('%d is a no, asked once', async (status) => {
    const upstream = await registry({ exchange: json(status, { code: 'grant-spent', body: { message: 'spent' } }) });
    expect(await ask(upstream.url)).toMatchObject({ stop: { exit: 1, code: 'grant-spent', message: 'spent' } });
    expect(upstream.requests).toHaveLength(1);
  });

  it.each([429, 500, 502, 503, 504])('%d: not now, asked three times in all', async (status) => {
    const upstream = await registry({ exchange: json(status, { message: 'later.' }) });
    const pauses: number[] = [];
    const result = await ask(upstream.url, pauses);
    expect(result).toMatchObject({ stop: { exit: 3, message: 'later. Run this step again.' } });
    expect(upstream.requests).toHaveLength(3);
    expect(pauses).toEqual([1000, 2000]);
  });

  it('waits as long as Retry-After asks, and not at all where that is too long', async () => {
    const [soon, late]: [number[], number[]] = [[], []];
    const inFive = await registry({ exchange: json(409, { message: 'settling.' }, { 'retry-after': '5' }) });
    expect(await ask(inFive.url, soon)).toMatchObject({ stop: { exit: 3 } });
    expect(soon).toEqual([5000, 5000]);
    const inAnHour = await registry({ exchange: json(429, { message: 'slower.' }, { 'retry-after': '3600' }) });
    const result = await ask(inAnHour.url, late);
    expect(result).toMatchObject({ stop: { exit: 3, message: 'slower. Run this step again after 3600 s.' } });
    expect(late).toEqual([]);
    expect(inAnHour.requests).toHaveLength(1);
  });

  it('succeeds where a later attempt does', async () => {
    let asked = 0;
    const upstream = await registry({
      exchange: (response, request) => {
        asked += 1;
        (asked < 3 ? json(503, { message: 'starting' }) : granted)(response, request);
      },
    });
    expect(await ask(upstream.url)).toMatchObject({ ok: true, value: { token: PUBLISH_TOKEN } });
  });

  it('exit 3 where nobody listens', async () => {
    expect(await ask('http://127.0.0.1:1/')).toMatchObject({ stop: { exit: 3, code: 'exchange-unavailable' } });
  });

  it('A2: an answer that repeats the id_token does not get it printed', async () => {
    const echo = { message: `bad ${idToken()}`, requestId: idToken(), code: 'no-match' };
    const bodies = await registry({ exchange: json(403, echo) });
    expect(JSON.stringify(await ask(bodies.url))).toContain('bad ***');
    expect(JSON.stringify(await ask(bodies.url))).not.toContain(idToken());
    const notices = await registry({ exchange: json(403, {}, { 'npm-notice': `bad ${idToken()}` }) });
    expect(JSON.stringify(await ask(notices.url))).not.toContain(idToken());
  });

  it('where the gate says where to set it up, that address is told as it is; anything but a web address is not', async () => {
    const setUp = 'https://npm.acme.example/-/sallyport/publishers/new?package=%40acme%2Fhello&claims=%7B%7D';
    const told = await registry({ exchange: json(404, { code: 'no-publisher', message: 'none', setUp }) });
    expect(await ask(told.url)).toMatchObject({ stop: { code: 'no-publisher', setUp } });
    for (const other of ['javascript:alert(1)', 'https://a\u001b[2J', `https://a/${'x'.repeat(2000)}`, 'https://', 7]) {
      const upstream = await registry({ exchange: json(404, { code: 'no-publisher', message: 'none', setUp: other }) });
      const answer = await ask(upstream.url);
      expect(answer, String(other)).toMatchObject({ stop: { code: 'no-publisher' } });
      expect(answer).not.toHaveProperty('stop.setUp');
    }
  });

  it('a sentence from the network does not steer the terminal', async () => {
    const upstream = await registry({ exchange: json(403, { message: 'a\u001b[2J\r\nb\u202ec' }) });
    expect(await ask(upstream.url)).toMatchObject({ stop: { message: 'a [2J b c' } });
  });
});
