import { run } from '../children/run.ts';
import type { Surroundings } from '../surroundings.ts';

/**
 * The names of npm settings that hold a credential for one of these registries: npm and pnpm fall back to it where an exchange is
 * refused, without a word. npm lists the names and hides the values. Nothing where npm does not answer: this is advice.
 */
export async function staticTokens(registries: readonly URL[], surroundings: Surroundings): Promise<readonly string[]> {
  const { cwd, env } = surroundings;
  const listed = await run(
    { file: 'npm', args: ['config', 'list', '--no-json'], cwd, env, output: 'quiet', secrets: [] },
    surroundings,
  );
  const lines = listed.kind === 'exited' && listed.status === 0 ? listed.output.split('\n') : [];
  const names = lines.flatMap((line) => /^(\S+) = \(protected\)/.exec(line)?.[1] ?? []);
  return [...new Set(names)].filter((name) => registries.some((registry) => isFor(name, registry)));
}

/** `//host/path/:_authToken` is for what lies under that path, `_auth` for the default registry. */
function isFor(name: string, { host, pathname }: URL): boolean {
  if (!name.startsWith('//')) return true;
  const place = name.slice(0, name.lastIndexOf(':'));
  return `//${host}${pathname}`.startsWith(place.endsWith('/') ? place : `${place}/`);
}

export const staticTokenText = (name: string): string =>
  `${name} is configured. sallyport-ci never uses it, but npm and pnpm by themselves fall back to it where an exchange is refused, and yarn prefers it. Remove it.`;
