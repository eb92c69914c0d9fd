import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, addPublisher, audit, exchanged, put } from './support/api.ts';
import { publishDocument } from './support/documents.ts';
import { mintRun, type RecordedStage, startRecordedStage, without } from './support/recorded-stage.ts';
import { expectRefusal, messageOf } from './support/refusal.ts';

let stage: RecordedStage;
beforeAll(async () => {
  stage = await startRecordedStage();
});
afterAll(() => stage.close());

/** Runs a request that must be refused before the registry behind the gate hears of it. */
async function unheard(run: () => Promise<Answer>): Promise<Answer> {
  const before = stage.upstream.seen.length;
  const answer = await run();
  expect(stage.upstream.seen.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  return answer;
}

describe('documents that are not one honest publish of this package', () => {
  const name = '@acme/documents';
  let token: string;
  beforeAll(async () => {
    await addPublisher(stage.gate, name, stage.bitbucket);
    token = await exchanged(stage.gate, name, await mintRun(stage));
  });

  const disagreeing: [string, Parameters<typeof publishDocument>[2]][] = [
    ['name', { packageJson: { name: '@acme/evil' }, manifest: { name: '@acme/documents' } }],
    ['version', { packageJson: { version: '9.9.9' }, manifest: { version: '1.0.0' } }],
    ['scripts', { packageJson: { scripts: { postinstall: 'evil' } }, manifest: { scripts: {} } }],
    ['dependencies', { packageJson: { dependencies: { evil: '1' } }, manifest: { dependencies: { good: '1' } } }],
    [
      'optionalDependencies',
      { packageJson: { optionalDependencies: { evil: '1' } }, manifest: { optionalDependencies: {} } },
    ],
    ['peerDependencies', { packageJson: { peerDependencies: { evil: '1' } }, manifest: { peerDependencies: {} } }],
    ['bin', { packageJson: { bin: { npm: 'index.js' } }, manifest: { bin: {} } }],
    ['hasInstallScript', { packageJson: { scripts: { install: 'x' } }, manifest: { hasInstallScript: false } }],
  ];
  it.each(disagreeing)('P3: the tarball says another %s than the document', async (field, options) => {
    const { text } = await publishDocument(name, '1.0.0', options);
    const answer = await unheard(() => put(stage.gate, name, token, text));
    expectRefusal(answer, 403, 'tarball-disagrees');
    expect(messageOf(answer)).toContain(`differ in ${field}`);
  });

  const changed: [string, number, string, (document: Record<string, unknown>) => Record<string, unknown>][] = [
    [
      'P2: two versions',
      400,
      'document-several-versions',
      (document) => ({ ...document, versions: { ...(document['versions'] as object), '2.0.0': {} } }),
    ],
    [
      'P1: a metadata edit (deprecate)',
      403,
      'document-without-tarball',
      (document) => without(document, '_attachments'),
    ],
    [
      'P1: an edit with empty attachments',
      403,
      'document-without-tarball',
      (document) => ({ ...document, _attachments: {} }),
    ],
    [
      'P2: another package inside',
      403,
      'document-other-package',
      (document) => ({ ...document, _id: '@acme/evil', name: '@acme/evil' }),
    ],
    [
      'P4: two dist-tags',
      400,
      'document-tag-refused',
      (document) => ({ ...document, 'dist-tags': { latest: '1.0.0', stable: '1.0.0' } }),
    ],
    [
      'P4: a dist-tag on another version',
      400,
      'document-tag-refused',
      (document) => ({ ...document, 'dist-tags': { latest: '0.9.0' } }),
    ],
    [
      'P4: a dist-tag that is a range',
      400,
      'document-tag-refused',
      (document) => ({ ...document, 'dist-tags': { '^1': '1.0.0' } }),
    ],
    [
      'P2: a second tarball',
      400,
      'document-attachment-unexpected',
      (document) => ({
        ...document,
        _attachments: { ...(document['_attachments'] as object), 'evil-1.0.0.tgz': { data: 'AAAA', length: 3 } },
      }),
    ],
    ['P2: no object', 400, 'document-malformed', (document) => ({ ...document, versions: 'none' })],
  ];
  it.each(changed)('%s', async (_title, status, code, edit) => {
    const { object } = await publishDocument(name, '1.0.0');
    const answer = await unheard(() => put(stage.gate, name, token, JSON.stringify(edit(object))));
    expectRefusal(answer, status, code);
  });

  it('P2: integrity is computed, never believed', async () => {
    const honest = await publishDocument(name, '1.0.0');
    const lie = honest.text.replaceAll(honest.integrity, `sha512-${'A'.repeat(86)}==`);
    expectRefusal(await unheard(() => put(stage.gate, name, token, lie)), 400, 'document-integrity-mismatch');
  });

  it('after all of these the token still publishes one honest document, and the refusals are in the audit', async () => {
    await put(stage.gate, name, token, '{}');
    const { text } = await publishDocument(name, '1.0.0');
    expect((await put(stage.gate, name, token, text)).status).toBe(201);
    expect(stage.upstream.versions(name)).toEqual(['1.0.0']);
    const refused = await audit(stage.gate, `package=${encodeURIComponent(name)}&kind=publish&outcome=refused`);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ change: { code: expect.any(String) }, actor: { provider: 'bitbucket' } });
  });
});
