import type { PublishToken } from '../exchange/exchange.ts';
import { scopeOf } from '../project/manifest.ts';
import { escapedName } from '../registry/escaped-name.ts';

/** A publish token, the one package it publishes, and where. */
export interface LoggedIn extends PublishToken {
  readonly name: string;
  readonly registry: URL;
}

/**
 * The lines of an npmrc by which each package is published with its own token, and nothing else is asked with any.
 *
 * npm takes the credential whose key is the longest beginning of the address it asks (npm-registry-fetch; npm 11.5, 11.19, 11.21 and 12.2
 * do), so a key may name one package, in the form that npm writes into addresses, and one question. Wherever the file lies that another
 * credential for this registry comes from, the longer key wins.
 *
 * For all the rest of the registry npm gets a client certificate that is no certificate (`empty`: the path of an empty file): without
 * any credential there it does not publish (ENEEDAUTH), and with a publish token everything else would be refused (P1): `npm ping`,
 * `npm view` of another package. With this it asks as anybody does.
 */
export function npmrcLines(packages: readonly LoggedIn[], empty: string): string {
  const lines = [...groupedByRegistry(packages)].flatMap(([registry, [first, ...others]]) => [
    ...anonymous(registry, empty),
    // Which package asks who it is makes no difference: the answer names the publisher.
    `${registry}-/whoami:_authToken=${first.token}`,
    ...[first, ...others].flatMap(({ name, token }) => [
      `${registry}${escapedName(name)}:_authToken=${token}`,
      // Beneath the name of a package without a scope lie its tarballs, which anybody downloads.
      ...(scopeOf(name) === undefined ? anonymous(`${registry}${name}/`, empty) : []),
    ]),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}

const anonymous = (place: string, empty: string): readonly string[] => [
  `${place}:certfile=${JSON.stringify(empty)}`,
  `${place}:keyfile=${JSON.stringify(empty)}`,
];

/** By npm's key for a registry: its address without the protocol. */
function groupedByRegistry(packages: readonly LoggedIn[]): ReadonlyMap<string, readonly [LoggedIn, ...LoggedIn[]]> {
  const groups = new Map<string, [LoggedIn, ...LoggedIn[]]>();
  for (const one of packages) {
    const key = `//${one.registry.host}${one.registry.pathname}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

/** What a line of an npmrc may hold for one registry, or formerly for all, that is a credential. */
const CREDENTIAL = /^(\/\/[^=]*:)?(_authToken|_auth|_password|username|tokenHelper|certfile|keyfile)\s*=/i;

/**
 * An npmrc without its credentials for these registries: a tool must not find another one (A4), and a token of the user's would be sent
 * with everything that is asked. What it says of other registries, and everything else, stays.
 */
export function withoutCredentials(npmrc: string, registries: readonly URL[]): string {
  const hosts = registries.map(({ host }) => `//${host}`);
  const isOurs = (line: string): boolean =>
    CREDENTIAL.test(line) &&
    (!line.startsWith('//') || hosts.some((host) => line.startsWith(`${host}/`) || line.startsWith(`${host}:`)));
  return npmrc
    .split(/\r?\n/)
    .filter((line) => !isOurs(line.trim()))
    .join('\n');
}
