import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { addPublisher, audit, exchange, exchanged, packument, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { startTestGate } from './support/gate.ts';
import { mintRun, type RecordedStage, reconfigure, startRecordedStage, without } from './support/recorded-stage.ts';
import { expectRefusal } from './support/refusal.ts';

let stage: RecordedStage;
beforeAll(async () => {
  stage = await startRecordedStage();
});
afterAll(() => stage.close());
const ask = (path: string, authorization?: string) =>
  request(stage.gate.url + path, { headers: authorization === undefined ? {} : { authorization } });
const admin = () => `Bearer ${stage.gate.administratorToken}`;

describe('describing itself', () => {
  it('health: alive, ready; details for administrators only', async () => {
    expect((await ask('/-/sallyport/v1/health/live')).json).toEqual({ status: 'ok', checks: [] });
    await exchange(stage.gate, '@acme/x', await mintRun(stage));
    const strangers = await ask('/-/sallyport/v1/health/ready');
    const { status, checks } = strangers.json as { status: string; checks: { name: string; status: string }[] };
    expect(status).toBe('ok');
    expect(checks.slice(0, 2)).toEqual([
      { name: 'store', status: 'ok' },
      { name: 'upstream', status: 'ok' },
    ]);
    const names = ['store', 'upstream', 'credential', 'issuer', 'clock', 'space', 'reservations'];
    expect([...new Set(checks.map(({ name }) => name))]).toEqual(names);
    for (const check of checks) expect(Object.keys(check)).toEqual(['name', 'status']);
    expect(strangers.text).not.toContain('detail');
    expect(strangers.text).not.toContain('127.0.0.1');
    const detailed = await ask('/-/sallyport/v1/health/ready', admin());
    expect(detailed.text).toContain('is configured as insecure');
    expect(detailed.text).toContain(stage.bitbucket.url);
    const { checks: told } = detailed.json as { checks: { name: string; detail: string }[] };
    const of = (name: string) => told.find((check) => check.name === name)?.detail;
    expect(of('store')).toMatch(/^The \w+ store answers; migrated to \d{4}-/);
    expect(of('upstream')).toContain('answers');
    expect(of('issuer')).toMatch(/: \d+ keys, last read \d{4}-.*Z\.$/);
    expect(of('clock')).toMatch(/^Agrees with /);
    expect(of('credential')).toContain('only a publish can tell');
    expect(of('space')).toMatch(/\d+ MiB are left/);
    expect(of('reservations')).toBe('No publish waits to be settled.');
  });

  it('not ready, with 503, while the registry behind is failing', async () => {
    stage.upstream.answerWith((_request, response) => response.writeHead(500).end());
    try {
      const answer = await ask('/-/sallyport/v1/health/ready');
      expect(answer.status).toBe(503);
      expect(answer.json).toMatchObject({
        status: 'failed',
        checks: expect.arrayContaining([
          { name: 'store', status: 'ok' },
          { name: 'upstream', status: 'failed' },
        ]),
      });
      expect((await ask('/-/sallyport/v1/health/live')).status).toBe(200);
    } finally {
      stage.upstream.answerWith(undefined);
    }
  });

  it('providers: what the console and the commands are drawn from', async () => {
    const providers = (await ask('/-/sallyport/v1/providers')).json as {
      type: string;
      fields: object[];
      snippet: object;
    }[];
    expect(providers.map(({ type }) => type)).toEqual(['bitbucket', 'github', 'gitlab', 'circleci', 'buildkite']);
    for (const { fields, snippet } of providers) {
      expect(fields.length).toBeGreaterThan(0);
      expect(snippet).toMatchObject({ text: expect.stringContaining(stage.gate.url) });
    }
  });

  it('openapi.json is a document, and every endpoint of ours is in it', async () => {
    const document = (await ask('/-/sallyport/v1/openapi.json')).json as {
      openapi: string;
      info: object;
      paths: Record<
        string,
        Record<string, { responses: object; parameters?: { in: string; name: string; required: boolean }[] }>
      >;
    };
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Sallyport', version: '1' } });
    const methods = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    // Who may do what of all of them: permissions.test.ts.
    expect(methods).toEqual(
      expect.arrayContaining([
        'delete /-/package/{package}/trust/{id}',
        'get /-/package/{package}/trust',
        'get /-/sallyport/v1/audit',
        'get /-/sallyport/v1/health/live',
        'get /-/sallyport/v1/health/ready',
        'get /-/sallyport/v1/providers',
        'patch /-/package/{package}/trust/{id}',
        'post /-/npm/v1/oidc/token/exchange/package/{package}',
        'post /-/package/{package}/trust',
        'post /-/sallyport/v1/check',
      ]),
    );
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, { responses, parameters = [] }] of Object.entries(operations)) {
        expect(Object.keys(responses).length, `${method} ${path}`).toBeGreaterThan(0);
        const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(named);
        expect(parameters.filter((one) => one.in === 'path').every(({ required }) => required)).toBe(true);
      }
    }
    expect(JSON.stringify(document)).not.toMatch(/"\$ref":"(?!#)/);
  });

  it.each(['/-/sallyport/v1/nothing', '/-/sallyport/v1/check', '/-/sallyport/v1/health'])(
    '%s by GET is our 404',
    async (path) => {
      expectRefusal(await ask(path), 404, 'not-found');
    },
  );

  it('check: a body that is none of ours is 400', async () => {
    for (const body of [
      '',
      '{',
      '[]',
      '{}',
      '{"package":"@acme/x"}',
      '{"package":"@acme/x","token":"a","claims":{}}',
      '{"package":1,"token":"a"}',
      '{"package":"@acme/x","token":"a","more":1}',
      '{"package":"..","token":"a"}',
    ]) {
      const answer = await request(`${stage.gate.url}/-/sallyport/v1/check`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(answer.status, body).toBe(400);
      expect(answer.json).toMatchObject({
        code: expect.any(String),
        message: expect.any(String),
        requestId: expect.any(String),
      });
    }
  });
});

describe('SIGHUP', () => {
  it.each([
    [
      'a value that is none',
      (configuration: Record<string, unknown>) => ({ ...configuration, publish: { tokenLifetime: 'soon' } }),
    ],
    ['an unknown key', (configuration: Record<string, unknown>) => ({ ...configuration, isuers: [] })],
    [
      'an insecure issuer without saying so',
      (configuration: Record<string, unknown>) => ({
        ...configuration,
        issuers: [{ provider: 'github', issuer: 'http://127.0.0.1:1' }],
      }),
    ],
    ['no YAML at all', () => 'issuers: [\n  - {'],
  ])('a bad new file changes nothing and says so: %s', async (_what, change) => {
    let before: Record<string, unknown> = {};
    const said = await reconfigure(stage.gate, (configuration) => {
      before = configuration;
      return change(configuration);
    });
    expect(said).toContain('configuration not re-read');
    expect(said).toContain('"level":50');
    expect(said).toContain('sallyport.yaml');
    await addPublisher(stage.gate, '@acme/sighup', stage.bitbucket).catch(() => undefined);
    expect((await exchange(stage.gate, '@acme/sighup', await mintRun(stage))).status).toBe(201);
    await writeFile(join(stage.gate.folder, 'sallyport.yaml'), stringify(before));
    expect(await reconfigure(stage.gate, () => before)).toContain('configuration re-read');
  });

  it('what needs a restart says so, and does not take effect', async () => {
    const said = await reconfigure(stage.gate, (configuration) => ({ ...configuration, listen: '127.0.0.1:1' }));
    expect(JSON.parse(said)).toMatchObject({ restart: ['listen'] });
    expect((await ask('/-/sallyport/v1/health/live')).status).toBe(200);
    await reconfigure(stage.gate, (configuration) => ({ ...configuration, listen: '127.0.0.1:0' }));
  });

  it('limits count at once: exchanges a minute of a repository and of an address', async () => {
    for (const limit of ['perRepository', 'perAddress']) {
      await reconfigure(stage.gate, (configuration) => ({
        ...configuration,
        exchange: { rateLimit: { perAddress: 0, perRepository: 0, [limit]: 3 } },
      }));
      const answers = [];
      for (let index = 0; index < 5; index++)
        answers.push(await exchange(stage.gate, '@acme/sighup', await mintRun(stage)));
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429, 429]);
      for (const answer of answers.slice(3)) {
        expectRefusal(answer, 429, 'rate-limited');
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
    }
    await reconfigure(stage.gate, (configuration) => ({
      ...without(configuration, 'exchange'),
      exchange: { rateLimit: { perAddress: 0, perRepository: 0 } },
    }));
  });
});

describe('starting and stopping', () => {
  it('a second gate on the same folder exits 2 and names it; the first goes on', async () => {
    const second = startTestGate({ folder: stage.gate.folder, configuration: { listen: '127.0.0.1:0' } });
    await expect(second).rejects.toThrow(/ended with 2 before it was ready/);
    expect((await ask('/-/sallyport/v1/health/ready')).status).toBe(200);
  });

  it('SIGTERM finishes a publish that is under way, takes no more, and exits 0; its entry is in the audit of the next gate', async () => {
    const own = await startRecordedStage();
    const { gate, upstream } = own;
    try {
      await addPublisher(gate, '@acme/last', own.bitbucket);
      const token = await exchanged(gate, '@acme/last', await mintRun(own));
      const held = upstream.holdNextPut();
      const publishing = put(gate, '@acme/last', token, (await publishDocument('@acme/last', '1.0.0')).text);
      await held.arrived;
      const stopped = gate.stop();
      while (await accepts(gate.url)) await pause(20);
      expect(gate.process.exitCode).toBeNull();
      held.release();
      expect((await publishing).status).toBe(201);
      expect(await stopped).toBe(0);
      const again = await gate.restart();
      try {
        expect(await packument(again, '@acme/last')).toMatchObject({ versions: { '1.0.0': {} } });
        const entries = await audit(again, 'package=@acme%2Flast&kind=publish');
        expect(entries.map(({ outcome }) => outcome)).toEqual(['accepted', 'started']);
        expect(
          (await put(again, '@acme/last', token, (await publishDocument('@acme/last', '1.0.0')).text)).status,
        ).not.toBe(500);
      } finally {
        await again.stop();
      }
    } finally {
      await own.close();
    }
  });
});

it('what follows on the connection of a request under way is refused in our one shape while the gate stops', async () => {
  const own = await startRecordedStage();
  const { gate, upstream } = own;
  try {
    await addPublisher(gate, '@acme/pipelined', own.bitbucket);
    const token = await exchanged(gate, '@acme/pipelined', await mintRun(own));
    const { text } = await publishDocument('@acme/pipelined', '1.0.0');
    const { hostname, port } = new URL(gate.url);
    const socket = connect({ host: hostname, port: Number(port) });
    let answers = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answers += chunk;
    });
    const closed = once(socket, 'close');
    const held = upstream.holdNextPut();
    socket.write(
      `PUT /@acme%2fpipelined HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    );
    await held.arrived;
    const stopped = gate.stop();
    while (await accepts(gate.url)) await pause(20);
    socket.write('GET /-/ping HTTP/1.1\r\nhost: x\r\n\r\n');
    held.release();
    await closed;
    expect(answers).toMatch(/^HTTP\/1\.1 201 /);
    expect(answers).toMatch(/HTTP\/1\.1 503 [^]*retry-after: \d+[^]*"code":"shutting-down"/);
    expect(await stopped).toBe(0);
    expect(upstream.seen.some(({ path }) => path === '/-/ping')).toBe(false);
  } finally {
    await own.close();
  }
});

/** Whether somebody takes a new connection there. */
async function accepts(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
