import { accept, type Result, refuse } from '@sallyport/trust';
import type { Configuration } from '../config/index.ts';
import { covers, parseNamePattern } from '../names/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { NameRange } from '../store/index.ts';
import type { People } from '../upstream/index.ts';
import { isAdministrator } from './administrator.ts';
import type { Principal } from './model.ts';

export interface TrustRights {
  /** `owners` in the configuration: names and patterns, and who may configure trust for them. */
  readonly owners: () => Configuration['owners'];
  readonly people: People | undefined;
}

/** The same words for every name, whether it exists, has publishers or not (E2); who may, not whom the configuration names. */
const NOT_YOURS = refusal(
  'forbidden',
  'You may not configure trust here. Administrators may, owners that the configuration names, and for a package that exists whoever the registry lets publish it. Ask whoever runs this registry.',
);

const UNAVAILABLE = refusal(
  'upstream-unavailable',
  'The registry behind this gate does not answer, so nobody can say whether you may write this package. Nothing was done; try again.',
  10,
);

/**
 * Who configures trust (T1, T2): administrators; people whom `owners` lists for a name or pattern that covers this one; for a package
 * that exists, people whom the upstream lets write it. For a pattern the upstream's word never counts.
 */
export async function mayConfigure(
  principal: Principal,
  nameOrPattern: string,
  rights: TrustRights,
): Promise<Result<undefined, Refusal>> {
  if (principal.kind === 'token' || isAdministrator(principal)) return accept(undefined);
  const { name } = principal.account;
  if (owned(name, rights.owners()).some((own) => reaches(own, nameOrPattern))) return accept(undefined);
  if (parseNamePattern(nameOrPattern) !== undefined) return refuse(NOT_YOURS);
  const writes = await rights.people?.mayWrite(name, nameOrPattern, principal.authorization);
  if (writes === 'unavailable') return refuse(UNAVAILABLE);
  return writes === true ? accept(undefined) : refuse(NOT_YOURS);
}

/** Which packages somebody may see trust, decisions and audit of; undefined: all. */
export async function visible(principal: Principal, rights: TrustRights): Promise<readonly NameRange[] | undefined> {
  if (principal.kind === 'token' || isAdministrator(principal)) return undefined;
  const { name } = principal.account;
  const written = (await rights.people?.packagesOf?.(name, principal.authorization)) ?? [];
  return [...owned(name, rights.owners()).map(rangeOf), ...written.map((exact) => ({ exact }))];
}

/** The names and patterns for which the configuration lists this person. */
const owned = (person: string, owners: Configuration['owners']): readonly string[] =>
  Object.entries(owners).flatMap(([name, people]) => (people.includes(person) ? [name] : []));

/** Whether an owner of `own` owns this name or pattern: a pattern only where their own pattern holds all of it (T2). */
function reaches(own: string, nameOrPattern: string): boolean {
  if (own === nameOrPattern) return true;
  if (parseNamePattern(own) === undefined) return false;
  return parseNamePattern(nameOrPattern) === undefined
    ? covers(own, nameOrPattern)
    : nameOrPattern.startsWith(own.slice(0, -1));
}

const rangeOf = (own: string): NameRange =>
  parseNamePattern(own) === undefined ? { exact: own } : { prefix: own.slice(0, -1) };
