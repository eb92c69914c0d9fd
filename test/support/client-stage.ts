import { audit, packument } from './api.ts';
import type { Client } from './clients.ts';
import { type GateOptions, startTestStage, type TestStage } from './gate.ts';
import { createRunner, type Runner } from './runner.ts';

/** A gate, an issuer of each provider, and a machine whose jobs publish to it. */
export interface ClientStage extends TestStage {
  readonly runner: Runner;
  /** The versions that anybody can install. */
  versions(packageName: string): Promise<readonly string[]>;
  /** The outcomes of the package's audit entries of this kind, oldest first. */
  outcomes(packageName: string, kind: 'exchange' | 'publish'): Promise<readonly string[]>;
}

export async function startClientStage(options: GateOptions = {}): Promise<ClientStage> {
  const stage = await startTestStage(options);
  const runner = await createRunner(stage.gate.url);
  return {
    ...stage,
    runner,
    versions: async (packageName) => Object.keys((await packument(stage.gate, packageName))?.versions ?? {}),
    outcomes: async (packageName, kind) =>
      (await audit(stage.gate, `package=${encodeURIComponent(packageName)}&kind=${kind}`))
        .map(({ outcome }) => outcome)
        .toReversed(),
    async close() {
      await stage.close();
      await runner.remove();
    },
  };
}

/** A package that no other test of the file uses: `@acme/dry-npm-12`. */
export const packageOf = (start: string, { title }: Client): string =>
  `@acme/${start}-${title.replaceAll(/[ .]/g, '-')}`;
