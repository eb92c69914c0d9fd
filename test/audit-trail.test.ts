import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditEntry, addPublisher, audit, exchange, exchanged, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { mintRun, type RecordedStage, startRecordedStage } from './support/recorded-stage.ts';

let stage: RecordedStage;
beforeAll(async () => {
  stage = await startRecordedStage();
});
afterAll(() => stage.close());

const uuid = (digit: number) => `{${String(digit).repeat(8)}-2222-4333-8444-555555555555}`;
const ids = (entries: readonly AuditEntry[]) => entries.map(({ id }) => id);
/** Refused exchanges of this repository. */
const written = (entries: readonly AuditEntry[], repository: string) =>
  entries.filter(({ outcome, decision }) => outcome === 'refused' && JSON.stringify(decision).includes(repository));

describe('A1: refusals are written for validly signed tokens only, and not without end', () => {
  it('10 a minute for each repository, whatever package it asks for; another repository has its own', async () => {
    for (let index = 0; index < 15; index++) {
      const answer = await exchange(
        stage.gate,
        `@acme/loop-${index % 3}`,
        await mintRun(stage, { repositoryUuid: uuid(1) }),
      );
      expect(answer.status).toBe(404);
    }
    expect(written(await audit(stage.gate), uuid(1))).toHaveLength(10);
    await exchange(stage.gate, '@acme/loop-0', await mintRun(stage, { repositoryUuid: uuid(2) }));
    expect(written(await audit(stage.gate), uuid(2))).toHaveLength(1);
  });

  it('what nobody signed writes nothing', async () => {
    const before = ids(await audit(stage.gate));
    const idToken = await mintRun(stage);
    const [header, payload] = idToken.split('.');
    const expired = await stage.bitbucket.mint({ audience: stage.audience, issuedAt: 1_000_000, expiresAt: 1_000_300 });
    for (const token of [
      '',
      'x',
      'a.b.c',
      `${header}.${payload}.`,
      `${header}.${payload}.${'A'.repeat(342)}`,
      expired,
      'x'.repeat(20_000),
    ])
      expect((await exchange(stage.gate, '@acme/garbage', token)).status).toBeGreaterThanOrEqual(400);
    for (const token of ['spt_x', `spt_${'0'.repeat(49)}`, 'other'])
      await put(stage.gate, '@acme/garbage', token, (await publishDocument('@acme/garbage', '1.0.0')).text);
    expect(ids(await audit(stage.gate))).toEqual(before);
  });

  it('refused publishes of a known grant are written, and not without end either', async () => {
    await addPublisher(stage.gate, '@acme/publish-loop', stage.bitbucket);
    const token = await exchanged(stage.gate, '@acme/publish-loop', await mintRun(stage));
    for (let index = 0; index < 13; index++) await put(stage.gate, '@acme/publish-loop', token, '{}');
    expect(await audit(stage.gate, 'package=@acme%2Fpublish-loop&outcome=refused')).toHaveLength(10);
  });
});

describe('A2: what an entry holds', () => {
  it('claims about a person stand apart, cut to 256 characters; never a token', async () => {
    const name = '@acme/personal';
    await addPublisher(stage.gate, name, stage.github);
    const idToken = await stage.github.mint({
      audience: stage.audience,
      claims: { actor: 'a-person-of-flesh', actor_id: '424242', sha: 's'.repeat(1_000) },
    });
    const token = await exchanged(stage.gate, name, idToken);
    await put(stage.gate, name, token, (await publishDocument(name, '1.0.0')).text);
    await exchange(stage.gate, name, idToken);
    const entries = await audit(stage.gate, `package=${encodeURIComponent(name)}`);
    expect(entries.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      'exchange refused',
      'publish accepted',
      'publish started',
      'exchange accepted',
      'trust added',
    ]);
    for (const { personal, ...entry } of entries) {
      const text = JSON.stringify(entry);
      expect(text).not.toContain('a-person-of-flesh');
      expect(text).not.toContain('424242');
      expect(text).not.toContain('s'.repeat(257));
      for (const secret of [
        idToken,
        idToken.split('.')[2] ?? '',
        token,
        stage.gate.administratorToken,
        stage.upstream.credential,
      ])
        expect(text).not.toContain(secret);
      if (entry.kind === 'exchange') expect(personal).toMatchObject({ actor: 'a-person-of-flesh' });
    }
    for (const secret of [
      idToken,
      idToken.split('.')[2] ?? '',
      token,
      stage.gate.administratorToken,
      stage.upstream.credential,
      'a-person-of-flesh',
    ])
      expect(stage.gate.log()).not.toContain(secret);
    // Nor does it go upstream with the version.
    expect(String(stage.upstream.puts(name)[0]?.body)).not.toContain('a-person-of-flesh');
  });

  it('an answer, its log line and its entry share the request id', async () => {
    const answer = await exchange(stage.gate, '@acme/request-id', await mintRun(stage, { repositoryUuid: uuid(3) }));
    const { requestId } = answer.json as { requestId: string };
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    const [entry] = await audit(stage.gate, 'package=@acme%2Frequest-id');
    expect(entry?.['requestId']).toBe(requestId);
    expect(stage.gate.log()).toContain(requestId);
  });
});

describe('reading it', () => {
  it('filters, pages by `before`, newest first', async () => {
    const all = await audit(stage.gate);
    expect(all.length).toBeGreaterThan(20);
    expect(ids(all)).toEqual(ids(all).toSorted((a, b) => b - a));
    expect(all.every(({ at }) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(at)))).toBe(true);
    const pages: AuditEntry[] = [];
    for (let before = ''; ; ) {
      const page = await audit(stage.gate, `limit=7${before}`);
      if (page.length === 0) break;
      pages.push(...page);
      before = `&before=${page.at(-1)?.id}`;
    }
    expect(ids(pages)).toEqual(ids(all));
    for (const [query, holds] of [
      ['kind=trust', ({ kind }: AuditEntry) => kind === 'trust'],
      ['outcome=accepted', ({ outcome }: AuditEntry) => outcome === 'accepted'],
      ['package=@acme%2Fpersonal', (entry: AuditEntry) => entry.package === '@acme/personal'],
      ['kind=publish&outcome=refused', ({ kind, outcome }: AuditEntry) => kind === 'publish' && outcome === 'refused'],
    ] as const)
      expect(ids(await audit(stage.gate, `limit=1000&${query}`)), query).toEqual(ids(all.filter(holds)));
    expect(await audit(stage.gate, 'kind=nothing-such')).toEqual([]);
    expect(await audit(stage.gate, 'limit=0')).toHaveLength(1);
  });

  it.each(['limit=x', 'limit=-1', 'limit=99999', 'before=x', 'before=-1', 'other=1', 'limit=1&limit=2'])(
    '%s is 400',
    async (query) => {
      const answer = await request(`${stage.gate.url}/-/sallyport/v1/audit?${query}`, {
        headers: { authorization: `Bearer ${stage.gate.administratorToken}` },
      });
      expect(answer.status).toBe(400);
      expect(answer.json).toMatchObject({ code: 'request-malformed' });
    },
  );

  it('`sallyport audit export` writes the same, oldest first, while the gate runs', async () => {
    const child = spawn(
      process.execPath,
      [resolve(import.meta.dirname, '../packages/gate/bin/sallyport.js'), 'audit', 'export'],
      {
        cwd: stage.gate.folder,
        env: {
          PATH: process.env['PATH'],
          HOME: stage.gate.folder,
          SALLYPORT_ADMIN_TOKEN: stage.gate.administratorToken,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const streams = Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = (await once(child, 'exit')) as [number | null];
    const [stdout, stderr] = await streams;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const exported = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEntry);
    expect(exported).toEqual((await audit(stage.gate)).toReversed());
  });
});

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += String(chunk);
  return all;
}
