import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Provider } from '@sallyport/trust';
import { loadConfiguration } from 'sallyport';
import { stringify } from 'yaml';

/** The providers of examples/, by the name of their file. */
export const EXAMPLES = ['forgejo', 'buildkite', 'azure-devops', 'jenkins'] as const;

export const exampleFile = (name: (typeof EXAMPLES)[number]): string =>
  resolve(import.meta.dirname, `../../examples/${name}.yaml`);

/** Azure DevOps with the risk accepted, as its file tells operators to write it. */
export const acceptedAzure = (): string =>
  readFileSync(exampleFile('azure-devops'), 'utf8').replace(/Exchange" ?}/, 'Exchange", acceptReplayRisk: true }');

/** An example as the real configuration loader gives it. Throws with what the loader finds wrong. */
export function exampleProvider(name: (typeof EXAMPLES)[number]): Provider {
  const providers = stringify([{ file: exampleFile(name) }]);
  const loaded = loadConfiguration({ cwd: import.meta.dirname, env: { SALLYPORT_PROVIDERS: providers } });
  if ('mistakes' in loaded) throw new Error(JSON.stringify(loaded.mistakes));
  const [declared] = loaded.configuration.providers;
  if (declared === undefined) throw new Error(`${name} is not there`);
  return declared.provider;
}
