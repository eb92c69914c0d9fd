import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from '../children/run.ts';
import { readManifest } from '../project/manifest.ts';
import { environmentFor, type Project } from '../project/project.ts';
import { done, type Result, stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';

export interface Tarball {
  readonly file: string;
  readonly name: string;
  readonly version: string;
  /** `sha512-...`, computed from the file. */
  readonly integrity: string;
}

/**
 * Packs the package into `folder` (empty) with the project's own manager. Its scripts (prepack, prepare) run here, in an environment
 * without any of `secrets` and without any credential of a registry (A4). Stops with exit 2 where packing fails.
 */
export async function pack(
  { folder, manager, manifest }: Project,
  into: string,
  secrets: readonly string[],
  surroundings: Surroundings,
): Promise<Result<Tarball>> {
  const env = environmentFor(manager, surroundings.env, secrets);
  const command = { file: manager.name, args: manager.pack(into), cwd: folder, env, output: 'show', secrets } as const;
  const ending = await run(command, surroundings);
  if (ending.kind === 'missing') {
    return stop(
      2,
      'command-missing',
      `${manager.name} was not found; this project is packed with it. Install it in this step.`,
    );
  }
  // Managers answer in different forms, and mix what scripts print into them: what lies in the folder is the answer.
  const [packed, ...others] = (await readdir(into)).filter((name) => name.endsWith('.tgz'));
  if (ending.status !== 0 || packed === undefined || others.length > 0) {
    return stop(2, 'pack-failed', `\`${manager.name} pack\` failed for ${manifest.name}; it says why above.`);
  }
  // A prepack script may have rewritten package.json.
  const now = await readManifest(folder);
  if (!now.ok) return now;
  const file = join(into, packed);
  return done({ file, name: now.value.name, version: now.value.version, integrity: await integrityOf(file) });
}

async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}
