import { createRequire } from 'node:module';

/** The resolved path of the package verdaccio. It is an optional peer: a gate in front of another registry does without its 327 packages. Throws where it is missing, and says what to do. */
export function resolveVerdaccio(): string {
  try {
    return createRequire(import.meta.url).resolve('verdaccio');
  } catch (cause) {
    throw new Error(
      'The embedded registry needs the package verdaccio, which is not installed: run `npm install verdaccio@6.10.4`, or set upstream.url to the registry to stand in front of.',
      { cause },
    );
  }
}
