import { escapeName } from '../../../names/index.ts';
import type { Digests } from '../../digests.ts';
import type { Identified } from '../../model.ts';
import type { PackumentAdapter, PeopleAdapter, PublishAdapter } from '../adapter.ts';
import { type Answer, field } from '../question.ts';
import type { StageAdapter } from '../stage-adapter.ts';

/** What registries of every kind have in common: npm's own contract. */

/** `{"username":"alice"}` and little else. */
const MAX_NAME_BYTES = 64 * 1024;
/** One line of printable characters: it is shown to people and compared with `owners`. */
const NAME = /^[^\p{C}\p{Z}](?:[^\p{C}]{0,254}[^\p{C}\p{Z}])?$/u;

export const PING = '/-/ping';
export const WHOAMI = '/-/whoami';

/** A 401 can only be about who asks. */
export const refusedCredential = ({ status }: Pick<Answer, 'status'>): string | undefined =>
  status === 401 ? 'it has expired, was revoked, or never was one of this registry' : undefined;

/** npm's `PUT /{name}`. */
export const publishPath: PublishAdapter['path'] = (packageName) => `/${escapeName(packageName)}`;

export const npmPackument: PackumentAdapter = {
  path: (packageName) => `/${escapeName(packageName)}`,
  digests,
};

/** npm asks for so many a page, and no registry gives more. */
const PER_PAGE = 100;

/** npm's staging. 405 and 501: no such method at this address, or nothing built behind it. */
export const npmStage: StageAdapter = {
  path: (packageName) => `/-/stage/package/${escapeName(packageName)}`,
  queue: (packageName, page) => `/-/stage?page=${page}&perPage=${PER_PAGE}&package=${encodeURIComponent(packageName)}`,
  perPage: PER_PAGE,
  meansNone: new Set([405, 501]),
};

/** npm's `GET /-/whoami`. */
export const npmWhoami: PeopleAdapter['whoami'] = { path: WHOAMI, maxBytes: MAX_NAME_BYTES, read: whoami };

function digests(version: unknown): Digests {
  const dist = field(version, 'dist');
  const [hashes, shasum] = [field(dist, 'integrity'), field(dist, 'shasum')];
  // Several hashes may stand there, with a space between them; the gate knows its own SHA-512.
  const integrity =
    typeof hashes === 'string' ? hashes.split(/\s+/).find((hash) => hash.startsWith('sha512-')) : undefined;
  return integrity === undefined && typeof shasum === 'string' ? { integrity, shasum } : { integrity };
}

function whoami({ status, body }: Answer): Identified {
  if (status === 401 || status === 403) return UNKNOWN;
  if (status === 404) return UNSAID;
  if (status !== 200) return unavailable(`answered ${status} when it was asked whose credential this is`);
  const name = field(body, 'username');
  // Verdaccio answers 200 without a name to credentials that it does not know.
  if (isRecord(body) && (name === undefined || name === null || name === '')) return UNKNOWN;
  return typeof name === 'string' && NAME.test(name)
    ? { outcome: 'known', name }
    : unavailable("did not answer npm's whoami with a user name");
}

export const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const UNKNOWN: Identified = { outcome: 'unknown' };

/** GitHub Packages and GitLab have no whoami: there, nobody can be told from a stranger. */
const UNSAID: Identified = {
  outcome: 'unsaid',
  message: "the upstream registry has no whoami (npm's GET /-/whoami), so it does not say whose credential this is",
};

const unavailable = (what: string): Identified => ({
  outcome: 'unavailable',
  message: `the upstream registry ${what}`,
});
