import { parseNamePattern, parsePackageName } from '../../names/index.ts';
import { DEFAULTS } from '../defaults.ts';
import { quote } from '../found.ts';
import type { Configuration, Secret } from '../model.ts';
import type { Path } from '../path.ts';
import type { Report } from '../report.ts';
import type { ConfigurationFile } from '../schema.ts';
import { secretOf } from '../secrets.ts';
import type { Holed } from '../structure.ts';

type People = Pick<Configuration, 'administrators' | 'owners' | 'secondFactor'>;

/** Shorter ones could be guessed. */
const MIN_TOKEN_LENGTH = 32;
/** What can stand behind `Bearer ` (RFC 6750 section 2.1). */
const BEARER = /^[A-Za-z0-9._~+/-]+=*$/;

/** Who may configure trust (T1). */
export function peopleOf(
  file: Holed<ConfigurationFile>,
  report: Report,
  env: NodeJS.ProcessEnv,
  folder: (path: Path) => string,
): People {
  const tokens = (file.administrators?.tokens ?? [DEFAULTS.administratorToken]).flatMap((place, index) => {
    if (place === undefined) return [];
    const path = ['administrators', 'tokens', index];
    const token = secretOf(place, env, folder(path));
    checkToken(token, path, report);
    return [token];
  });
  const secondFactor = file.secondFactor ?? DEFAULTS.secondFactor;
  return { administrators: { tokens }, owners: ownersOf(file.owners ?? {}, report), secondFactor };
}

/** A token that is missing closes a door, so the gate may start; one that could be guessed, or never works, may not stand. */
function checkToken(token: Secret, path: Path, report: Report): void {
  const value = token.read();
  if (value === undefined) {
    report.warning(path, `${token.source} is not there or empty: this administrator's token opens nothing until it is`);
  } else if (value.length < MIN_TOKEN_LENGTH) {
    report.mistake(path, `${token.source} holds ${value.length} characters; accepted: ${MIN_TOKEN_LENGTH} or more`);
  } else if (!BEARER.test(value)) {
    report.mistake(
      path,
      `${token.source} holds characters that no bearer token may have; accepted: letters, digits and ._~+/-`,
    );
  } else if (value.startsWith('spt_')) {
    report.mistake(path, `${token.source} begins with spt_, as publish tokens do; accepted: any other beginning`);
  }
}

function ownersOf(
  owners: Readonly<Record<string, readonly (string | undefined)[]>>,
  report: Report,
): Configuration['owners'] {
  const entries = Object.entries(owners).flatMap(([name, people]): [string, readonly string[]][] => {
    if (parsePackageName(name) === undefined && parseNamePattern(name) === undefined) {
      report.mistake(
        ['owners', name],
        `${quote(name)} is no package name; accepted: a name, @scope/* or @scope/prefix-*`,
      );
      return [];
    }
    return [[name, people.filter((person) => person !== undefined)]];
  });
  return Object.fromEntries(entries);
}
