import { closest } from './closest.ts';
import type { Mistake } from './model.ts';
import { isMap, type Path } from './path.ts';
import { ConfigurationFile } from './schema.ts';
import { parseYaml } from './yaml-source.ts';

const PREFIX = 'SALLYPORT_';

/** Variables of the commands and of packages/ci, which are not settings of the gate. */
const KNOWN = ['SALLYPORT_TOKEN', 'SALLYPORT_REGISTRY'];

/** One setting that a variable gives. */
export interface Override {
  readonly variable: string;
  readonly path: Path;
  readonly value: unknown;
}

/**
 * The settings that the environment gives (INTERFACE "Environment"), and the variables of ours that mean nothing. Shorter paths
 * come first, so that a variable for one key wins over one for the whole section. An empty variable is one that is not set.
 */
export function overridesOf(env: NodeJS.ProcessEnv): {
  readonly overrides: readonly Override[];
  readonly mistakes: readonly Mistake[];
  readonly unknown: readonly string[];
} {
  const overrides: Override[] = [];
  const mistakes: Mistake[] = [];
  for (const setting of SETTINGS) {
    const text = env[setting.variable];
    if (text === undefined || text === '') continue;
    if (setting.text) {
      overrides.push({ variable: setting.variable, path: setting.path, value: text });
      continue;
    }
    const parsed = parseYaml(text, setting.variable);
    if ('mistakes' in parsed) mistakes.push(...parsed.mistakes);
    else overrides.push({ variable: setting.variable, path: setting.path, value: parsed.value });
  }
  const unknown = Object.keys(env).filter(
    (name) =>
      name.startsWith(PREFIX) && !KNOWN.includes(name) && !SETTINGS.some((setting) => setting.variable === name),
  );
  return { overrides, mistakes, unknown };
}

/** What to say about a variable that means nothing. */
export function unknownVariable(name: string): Mistake {
  const meant = closest(name, [...SETTINGS.map((setting) => setting.variable), ...KNOWN]);
  return {
    place: name,
    message: `this variable is no setting of Sallyport and changes nothing${meant === undefined ? '' : `; did you mean ${meant}?`}`,
  };
}

/** Puts the settings of the environment over those of the file. A section of the file that is no map is left to the schema. */
export function applyOverrides(file: Record<string, unknown>, overrides: readonly Override[]): void {
  for (const { path, value } of overrides) {
    let section: unknown = file;
    for (const key of path.slice(0, -1)) {
      if (!isMap(section)) break;
      section[key] ??= {};
      section = section[key];
    }
    if (isMap(section)) section[String(path.at(-1))] = value;
  }
}

/** `upstream.publishAs` -> `SALLYPORT_UPSTREAM__PUBLISH_AS` */
export const variableOf = (path: Path): string =>
  PREFIX + path.map((key) => String(key).replace(/[A-Z]/g, '_$&').toUpperCase()).join('__');

interface Setting {
  readonly path: Path;
  readonly variable: string;
  /** Taken as it stands; everything else is YAML (and so JSON). */
  readonly text: boolean;
}

interface SchemaNode {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
}

const settingsOf = (schema: SchemaNode, path: Path): Setting[] =>
  Object.entries(schema.properties ?? {}).flatMap(([key, child]) => {
    const here = [...path, key];
    const text = child.type === 'string' || child.enum !== undefined;
    return [{ path: here, variable: variableOf(here), text }, ...settingsOf(child, here)];
  });

const SETTINGS: readonly Setting[] = settingsOf(ConfigurationFile as SchemaNode, []);
