import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, addPublisher, audit, exchange, exchanged, packument, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { mintRun, type RecordedStage, startRecordedStage } from './support/recorded-stage.ts';
import type { SeenRequest } from './support/recording-upstream.ts';
import { expectRefusal, messageOf } from './support/refusal.ts';

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const OWN = basic('alice', 'correct horse');
const jwt = (iss: string) =>
  `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from(JSON.stringify({ iss })).toString('base64url')}.c2ln`;

describe('in front of a registry by URL', () => {
  let stage: RecordedStage;
  beforeAll(async () => {
    stage = await startRecordedStage();
  });
  afterAll(() => stage.close());

  /** Runs it and gives what the registry heard meanwhile. */
  async function heardBy(run: () => Promise<unknown>): Promise<readonly SeenRequest[]> {
    const before = stage.upstream.seen.length;
    await run();
    return stage.upstream.seen.slice(before);
  }
  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> =>
    request(stage.gate.url + path, { method, headers, ...(body === undefined ? {} : { body }) });

  it.each([
    ['PUT', '/@acme%2fx'],
    ['PUT', '/@acme%2fx/-rev/1'],
    ['DELETE', '/@acme%2fx/-rev/1'],
    ['DELETE', '/@acme/x/-/x-1.0.0.tgz/-rev/1'],
    ['PUT', '/-/package/@acme%2fx/dist-tags/latest'],
    ['DELETE', '/-/package/@acme%2fx/dist-tags/latest'],
    ['POST', '/-/package/@acme%2fx/access'],
    ['PUT', '/-/org/acme/user'],
    ['POST', '/-/npm/v1/user'],
    ['POST', '/-/npm/v1/tokens'],
    ['DELETE', '/-/user/token/abc'],
    ['PATCH', '/anything'],
  ])('W1: %s %s without a credential is refused here, with the reason', async (method, path) => {
    const heard = await heardBy(async () => {
      for (const headers of [{}, { authorization: '' }, { authorization: '   ' }]) {
        const answer = await ask(method, path, headers, '{}');
        expectRefusal(answer, 403, 'write-without-authorization');
        expect(messageOf(answer)).toContain('exchange');
      }
    });
    expect(heard).toEqual([]);
  });

  it.each([
    ['PUT', '/-/user/org.couchdb.user:alice'],
    ['POST', '/-/v1/login'],
    ['POST', '/-/npm/v1/security/advisories/bulk'],
    ['POST', '/-/npm/v1/security/audits/quick'],
  ])('W1: %s %s needs none, and passes with its body', async (method, path) => {
    const [seen, ...more] = await heardBy(() => ask(method, path, { 'content-type': 'application/json' }, '{"a":1}'));
    expect(more).toEqual([]);
    expect(seen).toMatchObject({ method, path });
    expect(String(seen?.body)).toBe('{"a":1}');
  });

  it("passes an account's own credential on, and keeps the gate's, cookies and forwarding headers away", async () => {
    const [seen] = await heardBy(() =>
      ask('GET', '/-/npm/v1/user', {
        authorization: OWN,
        cookie: 'sallyport=secret',
        'x-forwarded-for': '10.0.0.1',
        'x-forwarded-host': 'evil.example',
        forwarded: 'for=10.0.0.1',
        'x-real-ip': '10.0.0.1',
        'proxy-authorization': OWN,
        'npm-otp': '123456',
        'npm-command': 'whoami',
      }),
    );
    expect(seen?.headers).toMatchObject({ authorization: OWN, 'npm-otp': '123456', 'npm-command': 'whoami' });
    for (const name of [
      'cookie',
      'x-forwarded-for',
      'x-forwarded-host',
      'forwarded',
      'x-real-ip',
      'proxy-authorization',
    ])
      expect(seen?.headers, name).not.toHaveProperty(name);
    expect(seen?.headers.host).toBe(new URL(stage.upstream.url).host);
  });

  it("W1: a registry's own JWT passes, an id_token of an accepted issuer does not, wherever it stands", async () => {
    const own = jwt('https://registry.acme.example');
    const [seen] = await heardBy(() => ask('GET', '/-/npm/v1/user', { authorization: `Bearer ${own}` }));
    expect(seen?.headers.authorization).toBe(`Bearer ${own}`);

    for (const issuer of [
      stage.bitbucket.url,
      'https://api.bitbucket.org/2.0/workspaces/any/pipelines-config/identity/oidc',
    ]) {
      const token = jwt(issuer);
      const heard = await heardBy(async () => {
        for (const authorization of [
          `Bearer ${token}`,
          basic('x', token),
          basic(token, 'x'),
          `Bearer x, Bearer ${token}`,
        ])
          expectRefusal(await ask('GET', '/-/npm/v1/user', { authorization }), 403, 'credential-not-forwarded');
        for (const path of [`/-/user/token/${token}`, `/-/v1/search?text=${token}`])
          expectRefusal(await ask('DELETE', path, { authorization: OWN }), 403, 'credential-not-forwarded');
      });
      expect(heard).toEqual([]);
    }
  });

  it("W1: an administrator's token reads anonymously, writes nothing, and never leaves the gate", async () => {
    const admin = stage.gate.administratorToken;
    const heard = await heardBy(async () => {
      await ask('GET', '/@acme%2fx', { authorization: `Bearer ${admin}` });
      await ask('GET', '/-/v1/search?text=x', { authorization: basic('x', admin) });
      await ask('GET', '/-/npm/v1/user', { authorization: `Bearer "${admin}"` });
      for (const method of ['PUT', 'POST', 'DELETE', 'PATCH'])
        expectRefusal(
          await ask(method, '/-/npm/v1/tokens', { authorization: `Bearer ${admin}` }, '{}'),
          403,
          'credential-not-forwarded',
        );
      for (const path of [
        `/-/user/token/${admin}`,
        `/-/v1/search?text=${admin}`,
        `/-/v1/search?text=%${admin.charCodeAt(0).toString(16)}${admin.slice(1)}`,
      ])
        expectRefusal(await ask('GET', path, { authorization: OWN }), 403, 'credential-not-forwarded');
    });
    expect(heard.map(({ path }) => path)).toEqual(['/@acme%2fx', '/-/v1/search?text=x', '/-/npm/v1/user']);
    for (const { headers } of heard) expect(headers).not.toHaveProperty('authorization');
    expect(JSON.stringify(heard)).not.toContain(admin);
    expect((await ask('GET', '/-/whoami', { authorization: `Bearer ${admin}` })).json).toEqual({
      username: 'administrator',
    });
  });

  it.each(['/-/stage', '/-/stage/package/@acme%2fx', '/-/stage/00000000-0000-4000-8000-000000000000/approve'])(
    'W2: %s never reaches the registry',
    async (path) => {
      const heard = await heardBy(async () => {
        for (const method of ['GET', 'POST', 'DELETE', 'PUT'])
          expectRefusal(await ask(method, path, { authorization: OWN }), 404, 'staging-unavailable');
      });
      expect(heard).toEqual([]);
    },
  );

  it('W4: nothing of the registry can run on this origin, set a cookie or decide about this host', async () => {
    stage.upstream.answerWith((_request, response) =>
      response
        .writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'set-cookie': ['a=b', 'c=d'],
          'content-security-policy': "default-src 'unsafe-inline'",
          'strict-transport-security': 'max-age=1',
          'clear-site-data': '"*"',
          'alt-svc': 'h3=":443"',
          'x-kept': 'yes',
        })
        .end('<script>alert(1)</script>'),
    );
    try {
      for (const path of ['/', '/-/web/anything', '/@acme/x/-/x-1.0.0.tgz', '/@acme%2fx']) {
        const { status, headers, text } = await ask('GET', path);
        expect(status).toBe(200);
        expect(text).toBe('<script>alert(1)</script>');
        expect(headers.get('content-type'), path).toBe('text/plain; charset=utf-8');
        expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        for (const name of ['set-cookie', 'strict-transport-security', 'clear-site-data', 'alt-svc'])
          expect(headers.get(name), `${name} ${path}`).toBeNull();
      }
    } finally {
      stage.upstream.answerWith(undefined);
    }
  });

  it.each(['image/svg+xml', 'application/xhtml+xml', 'text/xml', 'application/xml'])(
    'W4: %s is no page either',
    async (type) => {
      stage.upstream.answerWith((_request, response) =>
        response.writeHead(200, { 'content-type': type }).end('<svg/>'),
      );
      try {
        expect((await ask('GET', '/-/x')).headers.get('content-type')).toBe('text/plain; charset=utf-8');
      } finally {
        stage.upstream.answerWith(undefined);
      }
    },
  );

  it('P5: the registry answering a publish with a redirect elsewhere is not followed with the credential', async () => {
    await addPublisher(stage.gate, '@acme/redirected', stage.bitbucket);
    const token = await exchanged(stage.gate, '@acme/redirected', await mintRun(stage));
    stage.upstream.answerWith((seen, response) =>
      seen.path.startsWith('/elsewhere')
        ? response.writeHead(201).end('{}')
        : response.writeHead(307, { location: '/elsewhere' }).end(),
    );
    try {
      const { text } = await publishDocument('@acme/redirected', '1.0.0');
      const heard = await heardBy(async () => {
        expect((await put(stage.gate, '@acme/redirected', token, text)).status).toBeGreaterThanOrEqual(400);
      });
      expect(heard.some(({ path }) => path.startsWith('/elsewhere'))).toBe(false);
    } finally {
      stage.upstream.answerWith(undefined);
    }
  });

  it("P8: a publish with somebody's own credential that the registry took is in the audit, under any of its addresses", async () => {
    stage.upstream.answerWith((_request, response) => response.writeHead(201).end('{}'));
    try {
      for (const path of ['/@acme%2fown', '/@acme%2fown/-rev/1', '/@acme%2fown/1.0.0'])
        await ask('PUT', path, { authorization: OWN }, '{}');
    } finally {
      stage.upstream.answerWith(undefined);
    }
    const entries = await audit(stage.gate, 'package=@acme%2Fown&kind=publish');
    expect(entries.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed']);
  });
});

describe('in front of a registry with a path prefix', () => {
  let stage: RecordedStage;
  beforeAll(async () => {
    stage = await startRecordedStage({ prefix: '/repository/npm' });
  });
  afterAll(() => stage.close());

  it.each(['', '/repository/npm'])('exchange, publish, reading and trust work under "%s"', async (prefix) => {
    const gate = { ...stage.gate, url: stage.gate.url + prefix };
    const name = `@acme/prefix-${prefix.length}`;
    await addPublisher(gate, name, stage.bitbucket);
    const token = await exchanged(gate, name, await mintRun(stage));
    const { text } = await publishDocument(name, '1.0.0');
    expect((await put(gate, name, token, text)).status).toBe(201);
    const read = await packument(gate, name);
    expect(read?.versions['1.0.0']?.dist.tarball).toMatch(`${stage.gate.url}/repository/npm/`);
    expect(stage.upstream.puts(name).map(({ path }) => path)).toEqual([`/repository/npm/${name.replace('/', '%2f')}`]);
    expect((await request(`${gate.url}/-/ping`)).json).toEqual({ passed: '/repository/npm/-/ping' });
    expect((await exchange(gate, '@acme/nobody', await mintRun(stage))).status).toBe(404);
  });

  it('and a publish token is as confined there', async () => {
    await addPublisher(stage.gate, '@acme/under', stage.bitbucket);
    const token = await exchanged(stage.gate, '@acme/under', await mintRun(stage));
    const before = stage.upstream.seen.length;
    for (const path of [
      '/repository/npm/-/npm/v1/user',
      '/repository/npm/@acme%2fother',
      '/repository/npm/-/stage',
      '/repository/-/ping',
      '/repository/npm',
    ])
      expect(
        (await request(stage.gate.url + path, { headers: { authorization: `Bearer ${token}` } })).status,
        path,
      ).toBe(403);
    expect(stage.upstream.seen.slice(before)).toEqual([]);
  });
});
