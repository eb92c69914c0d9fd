import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, audit, exchanged, packument, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { startTestStage, type TestStage } from './support/gate.ts';
import { mintRun } from './support/recorded-stage.ts';
import { expectRefusal } from './support/refusal.ts';

describe('people at the embedded registry', () => {
  let stage: TestStage;
  let account: string;
  beforeAll(async () => {
    stage = await startTestStage({ configuration: { embedded: { registration: true } } });
    const created = await request(`${stage.gate.url}/-/user/org.couchdb.user:alice`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'alice', password: 'correct horse', email: 'a@acme.example' }),
    });
    account = `Bearer ${(created.json as { token: string }).token}`;
  });
  afterAll(() => stage.close());
  const write = (path: string, body: string) =>
    request(stage.gate.url + path, {
      method: 'PUT',
      headers: { authorization: account, 'content-type': 'application/json' },
      body,
    });

  it("W3, P8: a person's publish is guarded and audited, and at no address does it go past that", async () => {
    const { text } = await publishDocument('@acme/own', '1.0.0');
    expect((await write('/@acme%2fown', text)).status).toBe(201);
    const entries = await audit(stage.gate, 'package=@acme%2Fown');
    expect(entries.map(({ outcome, actor }) => [outcome, actor])).toEqual([
      ['accepted', { user: 'alice' }],
      ['started', { user: 'alice' }],
    ]);

    const dishonest = await publishDocument('@acme/past', '1.0.0', {
      packageJson: { scripts: { postinstall: 'evil' } },
      manifest: { scripts: {} },
    });
    for (const path of [
      '/@acme%2fpast',
      '/@acme%2fpast/',
      '/@acme%2fpast/-rev/1-0',
      '/@acme/past/-rev/1-0',
      '/@acme%2fpast/x',
      '/@acme%2fpast/x/y',
      '/@acme%2fpast/-rev',
      '/@acme%2fpast/-REV/1',
    ]) {
      const answer = await write(path, dishonest.text);
      expect([400, 403, 404], `${path} ${answer.text}`).toContain(answer.status);
    }
    expect(await packument(stage.gate, '@acme/past')).toBeUndefined();
  });

  it('P8: a document without a tarball makes no package and no version, with nobody noticing', async () => {
    const { text } = await publishDocument('@acme/own', '1.0.9');
    const { _attachments, ...edit } = JSON.parse(text) as Record<string, unknown>;
    const before = (await audit(stage.gate, 'kind=publish')).length;
    for (const body of [edit, { ...edit, _attachments: {} }])
      expectRefusal(await write('/@acme%2fown', JSON.stringify(body)), 403, 'document-without-tarball');
    expect(Object.keys((await packument(stage.gate, '@acme/own'))?.versions ?? {})).toEqual(['1.0.0']);

    const absent = JSON.parse(JSON.stringify(edit).replaceAll('@acme/own', '@acme/past'));
    for (const body of [absent, { ...absent, versions: {} }, { name: '@acme/past' }])
      for (const path of ['/@acme%2fpast', '/@acme%2fpast/-rev/1-0'])
        expectRefusal(await write(path, JSON.stringify(body)), 403, 'document-without-tarball');
    expect(await packument(stage.gate, '@acme/past')).toBeUndefined();
    expect(await audit(stage.gate, 'kind=publish')).toHaveLength(before);
  });

  it('W3: loose tarballs are taken nowhere', async () => {
    const answer = await request(`${stage.gate.url}/@acme%2fown/-/own-9.9.9.tgz/x`, {
      method: 'PUT',
      headers: { authorization: account, 'content-type': 'application/octet-stream' },
      body: 'bytes',
    });
    expectRefusal(answer, 404, 'not-found');
    expect((await request(`${stage.gate.url}/@acme/own/-/own-9.9.9.tgz`)).status).toBe(404);
  });

  it('a scope alone is no package to publish', async () => {
    const { text } = await publishDocument('@acme', '1.0.0');
    expectRefusal(await write('/@acme', text), 400, 'package-name-invalid');
  });

  it('metadata edits of a person pass: deprecate, and dist-tags', async () => {
    const whole = (await request(`${stage.gate.url}/@acme%2fown?write=true`, { headers: { authorization: account } }))
      .json as { versions: Record<string, object>; _rev: string };
    const edited = { ...whole, versions: { '1.0.0': { ...whole.versions['1.0.0'], deprecated: 'use another' } } };
    expect((await write('/@acme%2fown', JSON.stringify(edited))).status).toBeLessThan(300);
    expect((await packument(stage.gate, '@acme/own'))?.versions['1.0.0']).toMatchObject({ deprecated: 'use another' });
    expect((await write('/-/package/@acme%2fown/dist-tags/stable', '"1.0.0"')).status).toBeLessThan(300);
    expect((await packument(stage.gate, '@acme/own'))?.['dist-tags']).toMatchObject({ stable: '1.0.0' });
  });

  it('unpublishing one version passes, at the address where npm does it', async () => {
    const { text } = await publishDocument('@acme/own', '1.1.0');
    expect((await write('/@acme%2fown', text)).status).toBe(201);
    const whole = (await request(`${stage.gate.url}/@acme%2fown?write=true`, { headers: { authorization: account } }))
      .json as { versions: Record<string, object>; [key: string]: unknown };
    const { '1.0.0': kept } = whole.versions;
    const edited = { ...whole, versions: { '1.0.0': kept }, 'dist-tags': { latest: '1.0.0' } };
    const answer = await write(`/@acme%2fown/-rev/${String(whole['_rev'])}`, JSON.stringify(edited));
    expect(answer.status, answer.text).toBeLessThan(300);
    expect(Object.keys((await packument(stage.gate, '@acme/own'))?.versions ?? {})).toEqual(['1.0.0']);
  });

  it('strangers publish nothing, and a trusted run of another package neither', async () => {
    const { text } = await publishDocument('@acme/own', '1.0.1');
    expectRefusal(await put(stage.gate, '@acme/own', undefined, text), 403, 'write-without-authorization');
    expectRefusal(await put(stage.gate, '@acme/own', 'not-an-account', text), 403, 'forbidden');
    await addPublisher(stage.gate, '@acme/trusted', stage.bitbucket);
    const token = await exchanged(stage.gate, '@acme/trusted', await mintRun(stage));
    expectRefusal(await put(stage.gate, '@acme/own', token, text), 403, 'publish-token-other-package');
    expect(Object.keys((await packument(stage.gate, '@acme/own'))?.versions ?? {})).toEqual(['1.0.0']);
  });

  it("W4: no page and no cookie of the registry's own", async () => {
    for (const path of [
      '/',
      '/-/web/detail/@acme/own',
      '/-/static/main.js',
      '/-/verdaccio/data/packages',
      '/@acme%2fown',
    ]) {
      const { headers } = await request(stage.gate.url + path);
      expect(headers.get('content-type') ?? '', path).not.toMatch(/html/);
      expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});
