import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** npm's settings by name; the first file or variable that has a name wins. */
export type NpmSettings = ReadonlyMap<string, string>;

/**
 * npm's own settings, as far as they say where a registry is and how to sign in there: environment, then the project's, the user's
 * and the machine's npmrc. npm itself cannot be asked: `npm config get` does not give out tokens.
 */
export function readNpmSettings(env: NodeJS.ProcessEnv, cwd: string): NpmSettings {
  const settings = new Map<string, string>();
  const add = (name: string, value: string): void => {
    if (!settings.has(name)) settings.set(name, value);
  };
  for (const [name, value] of Object.entries(env)) {
    const setting = /^npm_config_(.+)$/i.exec(name)?.[1];
    if (setting === undefined || value === undefined || value === '') continue;
    // Only names that are a setting of npm are written with `_` for `-` and without regard to case; `//host/:_authToken` is kept.
    add(setting.startsWith('//') || setting.startsWith('@') ? setting : setting.toLowerCase(), value);
  }
  const files = [
    join(npmProjectFolder(env, cwd), '.npmrc'),
    settings.get('userconfig') ?? join(env['HOME'] ?? homedir(), '.npmrc'),
    settings.get('globalconfig') ?? join(dirname(dirname(process.execPath)), 'etc', 'npmrc'),
  ];
  for (const file of files) {
    for (const [name, value] of parseNpmrc(readSmall(file), env)) add(name, value);
  }
  return settings;
}

/** Lines `name = value`; `;` and `#` begin comments; `${NAME}` is the environment's, or stays as it is, as npm does it. */
export function parseNpmrc(text: string, env: NodeJS.ProcessEnv): readonly (readonly [string, string])[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^\s*([^;#\s=][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
    if (match === null) return [];
    const value = (match[2] ?? '').replace(/^"(.*)"$|^'(.*)'$/, '$1$2');
    return [[expand(match[1] ?? '', env), expand(value, env)] as const];
  });
}

const expand = (text: string, env: NodeJS.ProcessEnv): string =>
  text.replace(/\$\{([^}]+)\}/g, (whole, name: string) => env[name] ?? whole);

/** npm's project: what npm itself says when it runs the command, else the nearest folder that it would take. */
export const npmProjectFolder = (env: NodeJS.ProcessEnv, cwd: string): string =>
  env['npm_config_local_prefix'] ?? projectFolder(cwd);

/** The nearest folder upwards that npm takes for a project. */
function projectFolder(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) || existsSync(join(folder, 'node_modules'))) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}

function readSmall(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    return text.length > 1024 * 1024 ? '' : text;
  } catch {
    return '';
  }
}
