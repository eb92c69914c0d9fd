import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Answer, addPublisher, audit, exchanged, packument, put } from './api.ts';
import { type PublishDocument, publishDocument } from './documents.ts';
import { type FaultyUpstream, startFaultyUpstream } from './faulty-upstream.ts';
import { startTestStage, type TestStage } from './gate.ts';
import { startVerdaccio, type Verdaccio } from './verdaccio.ts';

/** A gate in front of a real registry, with faults in between. Packages of the scope `@faults` have a trusted publisher. */
export interface FaultyWorld {
  readonly stage: TestStage;
  readonly registry: Verdaccio;
  readonly upstream: FaultyUpstream;
  /** Where the gate reads its credential at each use. */
  readonly credentialFile: () => string;
  readonly startRun: (name: string) => Promise<Run>;
  readonly publish: (run: Run) => Promise<Answer>;
  /** Another version with the same token. */
  readonly publishOther: (run: Run) => Promise<Answer>;
  /** What the audit says of its publishes, newest first. */
  readonly outcomes: (name: string) => Promise<readonly string[]>;
  /** What the registry itself has. */
  readonly versions: (name: string) => Promise<readonly string[]>;
  /** How many publishes of it reached the upstream. */
  readonly puts: (name: string) => number;
  /** What every publish must come to in the end: once upstream with its bytes, once accepted in the audit. */
  readonly expectPublishedOnce: (run: Run) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A run that has exchanged and is about to publish 1.0.0. */
export interface Run {
  readonly name: string;
  readonly idToken: string;
  readonly token: string;
  readonly document: PublishDocument;
}

export async function startFaultyWorld(): Promise<FaultyWorld> {
  const registry = await startVerdaccio();
  const upstream = await startFaultyUpstream(registry.url);
  const stage = await startTestStage({
    configuration: {
      upstream: { url: upstream.url, kind: 'generic', credential: { file: './upstream-credential' }, timeout: '5s' },
      exchange: { rateLimit: { perAddress: 0, perRepository: 0 } },
    },
  });
  const { gate, bitbucket, audience } = stage;
  const credentialFile = (): string => join(gate.folder, 'upstream-credential');
  await writeFile(credentialFile(), `${registry.token}\n`);
  await addPublisher(gate, '@faults/*', bitbucket);

  const outcomes = async (name: string): Promise<readonly string[]> =>
    (await audit(gate, `package=${encodeURIComponent(name)}&kind=publish&limit=100`)).map(({ outcome }) => outcome);
  const versions = async (name: string): Promise<readonly string[]> =>
    Object.keys((await packument(registry, name))?.versions ?? {});
  return {
    stage,
    registry,
    upstream,
    credentialFile,
    async startRun(name) {
      const idToken = await bitbucket.mint({ audience });
      const token = await exchanged(gate, name, idToken);
      return { name, idToken, token, document: await publishDocument(name, '1.0.0') };
    },
    publish: ({ name, token, document }) => put(gate, name, token, document.text),
    publishOther: async ({ name, token }) => put(gate, name, token, (await publishDocument(name, '2.0.0')).text),
    outcomes,
    versions,
    puts: (name) =>
      upstream.seen.filter(({ method, path }) => method === 'PUT' && path === `/${name.replace('/', '%2f')}`).length,
    async expectPublishedOnce({ name, document }) {
      expect(await versions(name)).toEqual(['1.0.0']);
      expect((await packument(registry, name))?.versions['1.0.0']?.dist.integrity).toBe(document.integrity);
      expect((await outcomes(name)).filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    },
    async close() {
      await stage.close();
      await upstream.close();
      await registry.close();
    },
  };
}
