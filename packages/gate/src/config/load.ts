import { dirname, resolve } from 'node:path';
import { DEFAULT_FILE } from './defaults.ts';
import { applyOverrides, type Override, overridesOf, unknownVariable } from './environment.ts';
import { found } from './found.ts';
import type { Configuration, Mistake } from './model.ts';
import { isMap, type Path, showPath } from './path.ts';
import { newReport, type Report } from './report.ts';
import type { ConfigurationFile } from './schema.ts';
import { addressesOf } from './sections/addresses.ts';
import { encryptionKeyOf } from './sections/encryption-key.ts';
import { issuersOf } from './sections/issuers.ts';
import { limitsOf } from './sections/limits.ts';
import { peopleOf } from './sections/people.ts';
import { providersOf } from './sections/providers.ts';
import { storageOf } from './sections/storage.ts';
import { upstreamOf } from './sections/upstream.ts';
import { checkStructure, type Holed } from './structure.ts';
import { parseYaml, readConfigurationFile, type YamlSource } from './yaml-source.ts';

export interface LoadOptions {
  /** What --config names; left out, ./sallyport.yaml if it is there. */
  readonly file?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

export type Loaded =
  | {
      readonly configuration: Configuration;
      /** Each with its place, like a mistake; nothing that keeps the gate from starting. */
      readonly warnings: readonly Mistake[];
      /** The file that was read, absolute; undefined when there is none. */
      readonly file: string | undefined;
    }
  | { readonly mistakes: readonly Mistake[] };

/**
 * The configuration in force: file, environment over it, defaults under it (INTERFACE "Configuration"). Gives every mistake, not only
 * the first. Never throws for what file or environment hold. Relative paths of the file start from the file's folder, all others from
 * `cwd`.
 */
export function loadConfiguration(options: LoadOptions): Loaded {
  const file = readFile(options);
  const { overrides, mistakes, unknown } = overridesOf(options.env);
  const unreadable = [...('mistakes' in file ? file.mistakes : []), ...mistakes];
  if (unreadable.length > 0 || 'mistakes' in file) return { mistakes: unreadable };

  const origin = originOf(file, overrides, options.cwd);
  const report = newReport(origin.place);
  if (!isMap(file.value)) {
    report.mistake([], `found ${found(file.value, [])}; accepted: a map of settings`);
    return { mistakes: report.mistakes };
  }
  const root = withoutEmptyKeys(file.value) as Record<string, unknown>;
  applyOverrides(root, overrides);
  const settings = checkStructure(root, report);
  const configuration = resolveSettings(settings, report, options, origin.folder);
  if (report.mistakes.length > 0) return { mistakes: report.mistakes };
  return { configuration, warnings: [...report.warnings, ...strangers(unknown, configuration)], file: file.path };
}

function resolveSettings(
  settings: Holed<ConfigurationFile>,
  report: Report,
  { env }: LoadOptions,
  folder: (path: Path) => string,
): Configuration {
  const { providers, inForce, off } = providersOf(settings, report, folder);
  return {
    ...addressesOf(settings, report),
    ...storageOf(settings, report, folder),
    ...encryptionKeyOf(settings, report, env, folder),
    upstream: upstreamOf(settings.upstream ?? {}, report, env, folder),
    ...issuersOf(settings, report, inForce, off),
    providers,
    ...peopleOf(settings, report, env, folder),
    ...limitsOf(settings, report),
  };
}

interface SourceFile extends YamlSource {
  readonly path: string | undefined;
}

function readFile(options: LoadOptions): SourceFile | { readonly mistakes: readonly Mistake[] } {
  const name = options.file ?? DEFAULT_FILE;
  const path = resolve(options.cwd, name);
  try {
    const parsed = parseYaml(readConfigurationFile(path), name);
    if ('mistakes' in parsed) return parsed;
    return { value: parsed.value ?? {}, place: (at) => parsed.place(at), path };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && options.file === undefined) return { value: {}, place: showPath, path: undefined };
    const why = code === 'ENOENT' ? 'there is no such file' : (code ?? message);
    return { mistakes: [{ place: name, message: `this configuration file cannot be read: ${why}` }] };
  }
}

/** Where a value came from: the variable that gave it, else the file. */
function originOf(file: SourceFile, overrides: readonly Override[], cwd: string) {
  const overriding = (path: Path): Override | undefined =>
    overrides.findLast((override) => override.path.every((key, depth) => key === path[depth]));
  return {
    place: (path: Path): string => {
      const override = overriding(path);
      if (override === undefined) return file.place(path);
      return override.path.length === path.length ? override.variable : `${override.variable} ${showPath(path)}`;
    },
    folder: (path: Path): string =>
      file.path === undefined || overriding(path) !== undefined || !isGiven(file.value, path)
        ? cwd
        : dirname(file.path),
  };
}

const isGiven = (root: unknown, path: Path): boolean => {
  const [key] = path;
  return isMap(root) && key !== undefined && root[key] !== undefined && root[key] !== null;
};

/** A key with nothing behind it is one that is not there: a section whose lines are all comments. */
function withoutEmptyKeys(value: unknown): unknown {
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== null)
      .map(([key, child]) => [key, withoutEmptyKeys(child)]),
  );
}

/** Variables of ours that mean nothing, without those that the configuration names as the place of a secret. */
function strangers(unknown: readonly string[], configuration: Configuration): readonly Mistake[] {
  const secrets = [
    configuration.upstream.credential,
    configuration.encryptionKey,
    ...configuration.administrators.tokens,
  ];
  return unknown
    .filter((name) => !secrets.some((secret) => secret?.source === `environment variable ${name}`))
    .map(unknownVariable);
}
