import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPublisher, escapeName, exchange, exchanged, put, request } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { mintRun, type RecordedStage, startRecordedStage } from './support/recorded-stage.ts';
import { expectRefusal } from './support/refusal.ts';

let stage: RecordedStage;
beforeAll(async () => {
  stage = await startRecordedStage();
});
afterAll(() => stage.close());

describe('T2: names and patterns', () => {
  it.each(['@acme/*', '@acme/tool-*'])('%s works end to end', async (pattern) => {
    const scope = pattern === '@acme/*' ? '@patterns' : '@prefix';
    const name = pattern.replace('@acme', scope);
    const id = await addPublisher(stage.gate, name, stage.bitbucket);
    const admin = { authorization: `Bearer ${stage.gate.administratorToken}` };
    const address = `${stage.gate.url}/-/package/${escapeName(name)}/trust`;
    expect((await request(address, { headers: admin })).json).toMatchObject([{ id }]);
    const covered = name.replace('*', 'x');
    const token = await exchanged(stage.gate, covered, await mintRun(stage));
    expect((await put(stage.gate, covered, token, (await publishDocument(covered, '1.0.0')).text)).status).toBe(201);
    for (const other of [
      '@acme/x',
      `${scope}x/x`,
      covered.slice(1).replace('/', '-'),
      ...(scope === '@prefix' ? ['@prefix/too', '@prefix/tool-'] : []),
    ])
      expectRefusal(await exchange(stage.gate, other, await mintRun(stage)), 404, 'no-publisher');
    expectRefusal(await exchange(stage.gate, name, await mintRun(stage)), 400, 'package-name-invalid');
    // A token of a covered name is of that name alone.
    const other = await exchanged(stage.gate, covered, await mintRun(stage));
    const { text } = await publishDocument(`${covered}y`, '1.0.0');
    expectRefusal(await put(stage.gate, `${covered}y`, other, text), 403, 'publish-token-other-package');
    expect((await request(`${address}/${id}`, { method: 'DELETE', headers: admin })).status).toBe(204);
    expectRefusal(
      await put(stage.gate, covered, other, (await publishDocument(covered, '1.0.1')).text),
      403,
      'publish-token-ended',
    );
  });

  it.each([
    '*',
    '**',
    '@*/x',
    '@*/*',
    '@acme*/x',
    '@acme/**',
    '@acme/*x',
    '@acme/x*y',
    'x-*',
    '@acme/x?',
    '@/*',
    '@acme/..',
    '.x',
    'a b',
    '~x',
  ])('%s is neither a name nor a pattern', async (name) => {
    const path = `${stage.gate.url}/-/package/${encodeURIComponent(name)}/trust`;
    const answer = await request(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${stage.gate.administratorToken}`, 'content-type': 'application/json' },
      body: JSON.stringify([{ type: 'bitbucket', issuer: stage.bitbucket.url, claims: {} }]),
    });
    expect(answer.status).toBe(400);
    expect(['package-name-invalid', 'path-refused']).toContain((answer.json as { code: string }).code);
  });
});
