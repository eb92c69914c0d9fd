import type { TLocalizedValidationError } from 'typebox/error';
import { Settings } from 'typebox/system';
import { Errors } from 'typebox/value';
import { closest } from './closest.ts';
import { found, isSecret, quote } from './found.ts';
import { fromPointer, isContainer, isMap, type Path, valueAt } from './path.ts';
import type { Report } from './report.ts';
import { ConfigurationFile } from './schema.ts';

/**
 * Reports everything that does not hold against the schema, takes it out, and gives what is left: the checks that follow can then
 * report their mistakes too. Entries of lists keep their index; one taken out is a hole.
 */
export function checkStructure(root: Record<string, unknown>, report: Report): Holed<ConfigurationFile> {
  const errors = everyError(root).filter(
    (error) => error.keyword !== 'boolean' && !error.schemaPath.includes('/anyOf/'),
  );
  for (const error of errors) reportError(error, fromPointer(error.instancePath, root), root, report);
  for (const error of errors) takeOut(error, fromPointer(error.instancePath, root), root);
  return root as Holed<ConfigurationFile>;
}

/** The same with holes in its lists. */
export type Holed<T> = T extends readonly (infer E)[]
  ? readonly (Holed<E> | undefined)[]
  : T extends object
    ? { readonly [K in keyof T]: Holed<T[K]> }
    : T;

/** The library stops at 8 errors unless told otherwise, in a setting of the whole process. */
function everyError(root: unknown): TLocalizedValidationError[] {
  const { maxErrors } = Settings.Get();
  Settings.Set({ maxErrors: 10_000 });
  try {
    return Errors(ConfigurationFile, root);
  } finally {
    Settings.Set({ maxErrors });
  }
}

function reportError(error: TLocalizedValidationError, path: Path, root: unknown, report: Report): void {
  const schema = valueAt(ConfigurationFile, fromPointer(error.schemaPath, ConfigurationFile));
  const accepted = `accepted: ${isContainer(schema) ? String(schema['title']) : error.message}`;
  switch (error.keyword) {
    case 'additionalProperties': {
      const known = isContainer(schema) && isMap(schema['properties']) ? Object.keys(schema['properties']) : [];
      for (const key of error.params.additionalProperties) {
        report.mistake(isSecret(path) ? path : [...path, key], unknownKey(key, known, path));
      }
      return;
    }
    case 'required':
      return report.mistake(path, `${error.params.requiredProperties.join(' and ')} is missing; ${accepted}`);
    case 'uniqueItems':
      for (const index of error.params.duplicateItems) report.mistake([...path, index], 'this entry is here twice');
      return;
    default:
      return report.mistake(path, `found ${found(valueAt(root, path), path)}; ${accepted}`);
  }
}

function unknownKey(key: string, known: readonly string[], path: Path): string {
  if (isSecret(path)) return `an unknown key; accepted: ${known.join(', ')}`;
  const meant = closest(key, known);
  return `unknown key ${quote(key)}; ${meant === undefined ? `accepted: ${known.join(', ')}` : `did you mean ${meant}?`}`;
}

function takeOut(error: TLocalizedValidationError, path: Path, root: Record<string, unknown>): void {
  if (error.keyword === 'uniqueItems') return;
  if (error.keyword === 'additionalProperties') {
    const map = valueAt(root, path);
    if (isMap(map)) for (const key of error.params.additionalProperties) delete map[key];
    return;
  }
  const parent = valueAt(root, path.slice(0, -1));
  const key = path.at(-1);
  if (!isContainer(parent) || key === undefined) return;
  if (Array.isArray(parent)) parent[Number(key)] = undefined;
  else delete parent[key];
}
