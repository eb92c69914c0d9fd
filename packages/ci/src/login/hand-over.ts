import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scopeOf } from '../project/manifest.ts';
import type { Settings } from '../project/settings.ts';
import { type LoggedIn, npmrcLines, withoutCredentials } from './npmrc.ts';

/**
 * Writes an npmrc into `folder` (private, empty) and gives its path: what the user's own npmrc says, which it stands in for, without
 * its credentials for these registries, and a token for each package. The user's file is only read.
 */
export async function writeNpmrc(
  folder: string,
  packages: readonly LoggedIn[],
  settings: Settings,
  override: URL | undefined,
): Promise<string> {
  const [file, empty] = [join(folder, 'npmrc'), join(folder, 'no-certificate')];
  const users = withoutCredentials(
    await userNpmrc(settings),
    packages.map(({ registry }) => registry),
  );
  await writeFile(empty, '', { mode: 0o600 });
  const text = [users, override === undefined ? '' : registryLines(packages, override), npmrcLines(packages, empty)];
  await writeFile(file, text.filter((part) => part !== '').join('\n'), { mode: 0o600 });
  return file;
}

async function userNpmrc(settings: Settings): Promise<string> {
  const path = settings['userconfig'];
  if (typeof path !== 'string') return '';
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}

/** SALLYPORT_REGISTRY counts whatever is configured, for the scopes too. */
function registryLines(packages: readonly LoggedIn[], { href }: URL): string {
  const scopes = new Set(packages.map(({ name }) => scopeOf(name)).filter((scope) => scope !== undefined));
  return ['registry', ...[...scopes].map((scope) => `${scope}:registry`)].map((key) => `${key}=${href}\n`).join('');
}
