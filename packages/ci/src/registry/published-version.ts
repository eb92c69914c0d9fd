import { done, type Result, stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import { ask } from './ask.ts';
import { escapedName } from './escaped-name.ts';

/** What a registry says about one version. `unseen`: it does not show the package to whoever asked. */
export type Published =
  | { readonly kind: 'there'; readonly integrity: string | undefined }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unseen' };

/** Bytes of a packument, and milliseconds to read it in: the short form of a package with thousands of versions has some MB. */
const MAX_BYTES = 64 * 1024 * 1024;
const TIME_LIMIT = 60_000;

/**
 * Asks the registry whether it has this version, as anybody or with a publish token, which may read its own package (P1). Stops with
 * exit 3 where the registry does not say.
 */
export async function publishedVersion(
  { registry, name, version, token }: Question,
  surroundings: Surroundings,
): Promise<Result<Published>> {
  const answer = await ask(
    {
      method: 'GET',
      url: new URL(escapedName(name), registry),
      bearer: token,
      accept: 'application/vnd.npm.install-v1+json, application/json;q=0.9',
      maxBytes: MAX_BYTES,
      timeLimit: TIME_LIMIT,
    },
    surroundings,
  );
  const seen = answer.kind === 'answered' ? answer.status : undefined;
  if (seen === 404) return done({ kind: 'absent' });
  if (seen === 401 || seen === 403) return done({ kind: 'unseen' });
  const versions = answer.kind === 'answered' && seen === 200 ? object(answer.json?.['versions']) : undefined;
  if (versions === undefined) {
    const why = answer.kind === 'failed' ? answer.why : `it answered ${seen}`;
    return stop(3, 'registry-unavailable', `${registry.host} does not say which versions of ${name} it has: ${why}.`);
  }
  const found = Object.hasOwn(versions, version) ? object(versions[version]) : undefined;
  if (found === undefined) return done({ kind: 'absent' });
  const integrity = object(found['dist'])?.['integrity'];
  return done({ kind: 'there', integrity: typeof integrity === 'string' ? integrity.slice(0, 200) : undefined });
}

interface Question {
  readonly registry: URL;
  readonly name: string;
  readonly version: string;
  readonly token?: string;
}

const object = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
