import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stringify } from 'yaml';
import { configurationOf, type GateOptions, startTestStage, type TestGate, type TestStage } from './gate.ts';
import { type RecordingUpstream, startRecordingUpstream } from './recording-upstream.ts';

export interface RecordedStage extends TestStage {
  readonly upstream: RecordingUpstream;
}

/** What makes a gate publish to this registry. */
export const upstreamOptions = (upstream: RecordingUpstream): Pick<GateOptions, 'configuration' | 'env'> => ({
  configuration: {
    upstream: { url: upstream.url, kind: 'generic', credential: { env: 'REGISTRY_TOKEN' } },
    exchange: { rateLimit: { perAddress: 0, perRepository: 0 } },
  },
  env: { REGISTRY_TOKEN: upstream.credential },
});

/** A stage whose gate stands in front of a registry that remembers every request. No rate limits, so that tests can ask often. */
export async function startRecordedStage(
  options: { readonly prefix?: string; readonly configuration?: Readonly<Record<string, unknown>> } = {},
): Promise<RecordedStage> {
  const upstream = await startRecordingUpstream(options.prefix);
  const { configuration, env } = upstreamOptions(upstream);
  const stage = await startTestStage({
    configuration: { ...configuration, ...options.configuration },
    ...(env === undefined ? {} : { env }),
  });
  return {
    ...stage,
    upstream,
    close: async () => {
      await stage.close();
      await upstream.close();
    },
  };
}

/** An id_token of a run of its own: Bitbucket's carry no jti, and two of one second are the same token. */
export const mintRun = (
  { bitbucket, audience }: TestStage,
  claims: Readonly<Record<string, unknown>> = {},
): Promise<string> => bitbucket.mint({ audience, claims: { stepUuid: `{${randomUUID()}}`, ...claims } });

/** Writes a changed sallyport.yaml, sends SIGHUP and waits until the gate said what it made of it: that line of its log. */
export async function reconfigure(
  gate: TestGate,
  change: (configuration: Record<string, unknown>) => Record<string, unknown> | string,
): Promise<string> {
  const file = join(gate.folder, 'sallyport.yaml');
  const changed = change(configurationOf(await readFile(file, 'utf8')));
  await writeFile(file, typeof changed === 'string' ? changed : stringify(changed));
  const before = gate.log().length;
  gate.process.kill('SIGHUP');
  for (;;) {
    const said = /^.*configuration (?:not )?re-read.*$/m.exec(gate.log().slice(before))?.[0];
    if (said !== undefined) return said;
    if (gate.process.exitCode !== null) throw new Error(`the gate ended:\n${gate.log().slice(-2000)}`);
    await pause(20);
  }
}

/** An object without one of its members. */
export const without = (object: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
