import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Environment } from '../surroundings.ts';
import { readPackageJson } from './manifest.ts';

/**
 * The registry that the project's own .npmrc names in the one plain way that needs no npm to be understood. npm takes half a second to
 * answer, and only the command line and variables come before that file. undefined wherever anything else could have a say: then npm
 * is asked.
 *
 * `scope`: that of the package, if it has one; the default registry counts only for packages without.
 */
export async function registryInProjectNpmrc(
  folder: string,
  scope: string | undefined,
  args: readonly string[],
  env: Environment,
): Promise<string | undefined> {
  // --prefix, --global, --@scope:registry and their like; npm_config_registry, npm_config_global and theirs.
  if (args.length > 0 || Object.keys(env).some((name) => /^npm_config_(@|registry|global|location)/i.test(name)))
    return undefined;
  const text = await readFile(join(folder, '.npmrc'), 'utf8').catch(() => '');
  const registry = plainValue(text, scope === undefined ? 'registry' : `${scope}:registry`);
  return registry === undefined || (await isBelowWorkspaces(folder)) ? undefined : registry;
}

/** The value of a key that stands once, without quotes, variables, comments, escapes or sections. */
function plainValue(text: string, key: string): string | undefined {
  if (/^\s*\[/m.test(text)) return undefined;
  const [line, ...others] = text.split(/\r?\n/).filter((candidate) => candidate.includes(key));
  const plain = /^([@\w:./-]+)\s*=\s*(https?:\/\/[\w.:/-]+)$/.exec(line ?? '');
  return others.length === 0 && plain?.[1] === key ? plain[2] : undefined;
}

/** npm reads the npmrc of the root in the folder of a workspace. True also where only npm can say whether it is one. */
async function isBelowWorkspaces(folder: string): Promise<boolean> {
  for (let above = dirname(folder); ; above = dirname(above)) {
    const json = await readPackageJson(above);
    const workspaces = typeof json === 'object' ? json['workspaces'] : undefined;
    if (workspaces !== undefined && mayName(workspaces, relative(above, folder))) return true;
    if (dirname(above) === above) return false;
  }
}

function mayName(workspaces: unknown, path: string): boolean {
  const patterns: readonly unknown[] = Array.isArray(workspaces) ? workspaces : [undefined];
  return patterns.some((pattern) => {
    if (typeof pattern !== 'string' || !/^[\w@./*-]+$/.test(pattern)) return true;
    const escaped = pattern.replace(/^\.\/|\/$/g, '').replace(/[.]/g, '\\$&');
    return new RegExp(`^${escaped.replace(/\*+/g, (stars) => (stars.length > 1 ? '.*' : '[^/]*'))}$`).test(path);
  });
}
