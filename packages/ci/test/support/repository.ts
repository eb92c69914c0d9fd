import { json, PUBLISH_TOKEN, type Recorded, type Registry } from './registry.ts';

/** A registry on which these names have trusted publishers, and these versions are there already. */
export interface RegistryState {
  readonly trusted: readonly string[];
  readonly there?: readonly string[];
}

const nameIn = (path: string): string => decodeURIComponent(path.split('/').at(-1) ?? '');

/** Answers of a gate in that state: exchange and check by name, packuments of what is there. */
export const gateOf = ({ trusted, there = [] }: RegistryState) => ({
  exchange: (...[response, request]: Parameters<ReturnType<typeof json>>) =>
    answer(trusted, request)(response, request),
  get: (...[response, request]: Parameters<ReturnType<typeof json>>) => {
    const name = nameIn(request.path);
    const versions = { '1.0.0': { name, version: '1.0.0', dist: { integrity: 'sha512-before' } } };
    return (there.includes(name) ? json(200, { name, versions }) : json(404, { error: 'not found' }))(
      response,
      request,
    );
  },
});

function answer(trusted: readonly string[], request: Recorded) {
  if (request.path !== '/-/sallyport/v1/check') {
    return trusted.includes(nameIn(request.path))
      ? json(201, { token: PUBLISH_TOKEN })
      : json(403, { code: 'no-match', message: 'no trusted publisher matches' });
  }
  const { package: name } = JSON.parse(request.body);
  const accepted = trusted.includes(name);
  const rules = [{ claim: 'repositoryUuid', expected: '{a}', got: accepted ? '{a}' : '{b}', holds: accepted }];
  return json(200, {
    outcome: accepted ? 'accepted' : 'refused',
    reason: accepted ? 'accepted' : 'no-match',
    message: accepted ? 'accepted' : 'no trusted publisher matches',
    ...(accepted && { publisher: 'publisher-1' }),
    candidates: [{ publisher: 'publisher-1', rules }],
  });
}

/** The files of a repository that npm packs: names without a scope, each with what it needs. */
export function repository(
  upstream: Registry,
  packages: Readonly<Record<string, readonly string[] | object>>,
  root: object = { private: true },
): Record<string, string | object> {
  const members = Object.entries(packages).map(([name, about]) => {
    const more = Array.isArray(about)
      ? { dependencies: Object.fromEntries(about.map((needed) => [needed, '^1.0.0'])) }
      : about;
    return [`packages/${name}/package.json`, { name, version: '1.0.0', ...more }];
  });
  return {
    'package.json': { name: 'root', version: '1.0.0', workspaces: ['packages/*'], ...root },
    '.npmrc': `registry=${upstream.url}\nfetch-retries=0\n`,
    ...Object.fromEntries(members),
  };
}

/** What a document says became of each package. */
export const outcomesIn = (stdout: string): Record<string, string> =>
  Object.fromEntries(
    JSON.parse(stdout).packages.map(({ name, outcome }: { name: string; outcome: string }) => [name, outcome]),
  );
