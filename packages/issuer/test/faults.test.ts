import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, type Issuer, type IssuerServer, startIssuerServer } from '../src/index.ts';
import { exampleProvider } from './support/example-provider.ts';

let server: IssuerServer;
let issuer: Issuer;

beforeEach(async () => {
  server = await startIssuerServer();
  issuer = await server.add({ provider: exampleProvider });
});
afterEach(() => server.close());

const withFault = (fault: Fault, init?: RequestInit): Promise<Response> => {
  issuer.fail('keys', fault);
  return fetch(issuer.keysUrl, init);
};
const truth = { keys: [expect.objectContaining({ kty: 'RSA' })] };

describe('a document that does not arrive as it should', () => {
  it.each([404, 500])('status %i', async (status) => {
    expect((await withFault({ kind: 'status', status })).status).toBe(status);
  });
  it('hang: no answer until the server closes, which does not wait for it', async () => {
    const asked = withFault({ kind: 'hang' });
    const outcome = asked.then(
      () => 'answered',
      () => 'ended',
    );
    while (issuer.requests('keys') === 0) await new Promise((resolve) => setImmediate(resolve));
    await server.close();
    expect(await outcome).toBe('ended');
  });
  it('stall: half the document, then nothing until the server closes', async () => {
    const response = await withFault({ kind: 'stall' });
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toMatch(/^\{"keys"/);
    const rest = reader?.read().then(
      () => 'more',
      () => 'ended',
    );
    await server.close();
    expect(await rest).toBe('ended');
  });
  it('cut: half the document, then a broken connection', async () => {
    const response = await withFault({ kind: 'cut' });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });
  it('oversized: valid JSON of that many bytes', async () => {
    const text = await (await withFault({ kind: 'oversized', bytes: 300_000 })).text();
    expect(text).toHaveLength(300_000);
    expect(JSON.parse(text)).toEqual(truth);
  });
  it('redirect: a client that follows gets the true document, so that only refusing to follow protects', async () => {
    expect((await withFault({ kind: 'redirect' }, { redirect: 'manual' })).status).toBe(302);
    expect(await (await fetch(issuer.keysUrl)).json()).toEqual(truth);
  });
  it('redirect: elsewhere', async () => {
    const response = await withFault({ kind: 'redirect', location: 'http://127.0.0.1:9/x' }, { redirect: 'manual' });
    expect(response.headers.get('location')).toBe('http://127.0.0.1:9/x');
  });
  it('body: any text', async () => {
    expect(await (await withFault({ kind: 'body', body: 'not json' })).text()).toBe('not json');
  });
});

it('members: discovery can name another issuer or keys elsewhere, and is otherwise true', async () => {
  issuer.fail('discovery', { kind: 'members', members: { issuer: 'https://other.example' } });
  expect(await (await fetch(issuer.discoveryUrl)).json()).toMatchObject({
    issuer: 'https://other.example',
    jwks_uri: issuer.keysUrl,
  });
});

it('heal takes the faults away', async () => {
  await withFault({ kind: 'status', status: 500 });
  issuer.heal();
  expect(await (await fetch(issuer.keysUrl)).json()).toEqual(truth);
});

it('requests are counted for each document, answered or not', async () => {
  await withFault({ kind: 'status', status: 500 });
  await fetch(`${issuer.keysUrl}?again`);
  expect(issuer.requests('keys')).toBe(2);
  expect(issuer.requests('discovery')).toBe(0);
  expect(server.requests(new URL(issuer.keysUrl).pathname)).toBe(2);
});
