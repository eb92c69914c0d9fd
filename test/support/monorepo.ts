import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from './clients.ts';
import type { Runner } from './runner.ts';

/** A package of a generated repository. */
export interface Member {
  readonly name: string;
  /** Names of others. */
  readonly needs: readonly string[];
  readonly packageJson?: Readonly<Record<string, unknown>>;
}

/** So many packages, each of which needs up to two before it, in an order of names that is not theirs. */
export function chain(start: string, count: number): readonly Member[] {
  const names = Array.from({ length: count }, (_, index) => `${start}-${String(count - index).padStart(2, '0')}`);
  return names.map((name, index) => {
    const needs = index === 0 ? [] : [names[index - 1] ?? '', names[Math.floor(index / 2)] ?? ''];
    return { name, needs: [...new Set(needs)] };
  });
}

/** Writes the repository as this client's users have it. Gives its folder. */
export async function writeMonorepo(
  runner: Runner,
  { bin }: Client,
  registry: string,
  members: readonly Member[],
): Promise<string> {
  // npm does not know ranges of workspaces; the others write versions in their place when they pack.
  const range = bin === 'npm' ? '^1.0.0' : 'workspace:^';
  const root = await runner.project('root', '1.0.0', {
    packageJson: { private: true, workspaces: ['packages/*'] },
    files: {
      ...(bin === 'pnpm' && { 'pnpm-workspace.yaml': 'packages: ["packages/*"]\n' }),
      ...(bin === 'yarn' && {
        '.yarnrc.yml': `npmRegistryServer: ${JSON.stringify(registry)}\nunsafeHttpWhitelist: ["127.0.0.1"]\nenableTelemetry: false\n`,
        'yarn.lock': lockFile(members),
      }),
      ...(bin === 'npm' && { 'package-lock.json': '{"lockfileVersion": 3, "packages": {}}\n' }),
    },
  });
  for (const [index, { name, needs, packageJson }] of members.entries()) {
    const folder = join(root, 'packages', String(index));
    await mkdir(folder, { recursive: true });
    const dependencies = Object.fromEntries(needs.map((needed) => [needed, range]));
    await writeFile(
      join(folder, 'package.json'),
      `${JSON.stringify({ name, version: '1.0.0', license: 'MIT', dependencies, ...packageJson })}\n`,
    );
    await writeFile(join(folder, 'index.js'), `module.exports = ${JSON.stringify(name)};\n`);
  }
  return root;
}

/** yarn packs only where every workspace is in the lock file. */
const lockFile = (members: readonly Member[]): string =>
  [
    '__metadata:\n  version: 10\n  cacheKey: 10c0\n',
    '"root@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "root@workspace:."\n  languageName: unknown\n  linkType: soft\n',
    ...members.map(({ name, needs }, index) => {
      const dependencies = needs.map((needed) => `    "${needed}": "workspace:^"\n`).join('');
      const keys = `${name}@workspace:^, ${name}@workspace:packages/${index}`;
      return `"${keys}":\n  version: 0.0.0-use.local\n  resolution: "${name}@workspace:packages/${index}"\n${dependencies === '' ? '' : `  dependencies:\n${dependencies}`}  languageName: unknown\n  linkType: soft\n`;
    }),
  ].join('\n');
