import type { Found, FoundVersions } from '../model.ts';
import type { UpstreamAdapter } from './adapter.ts';
import { ACCEPTED_ENCODING, readBody } from './body.ts';
import { MAX_PACKUMENT_BYTES } from './packument.ts';
import { field } from './question.ts';
import type { Registry } from './registry.ts';
import type { StageAdapter } from './stage-adapter.ts';
import { findStaged, type Staged } from './stage-queue.ts';

type Asked = { readonly outcome: 'versions'; readonly versions: object } | { readonly outcome: 'absent' } | Unknown;

type Unknown = Extract<Found, { outcome: 'unknown' }>;

/** Asks the registry for one version, past every cache. Never throws: whatever is not a clear answer is `unknown`. */
export async function findVersion(
  registry: Registry,
  adapter: UpstreamAdapter,
  credential: string | undefined,
  packageName: string,
  version: string,
): Promise<Found> {
  const asked = await askForVersions(registry, adapter, credential, packageName);
  if (asked.outcome === 'absent') return { outcome: 'absent', first: true };
  if (asked.outcome === 'unknown') return asked;
  if (!Object.hasOwn(asked.versions, version)) return { outcome: 'absent', first: false };
  return { outcome: 'present', ...adapter.packument.digests(field(asked.versions, version)) };
}

/**
 * Asks what became of a tarball that may have been staged (P6): whether its version is there, else whether it waits in the stage queue.
 * An approval between the two questions moves it from the one to the other: so the first is asked again before `absent` is said.
 */
export async function findReleased(
  registry: Registry,
  adapter: UpstreamAdapter & { readonly stage: StageAdapter },
  credential: string | undefined,
  wanted: Staged,
): Promise<Found> {
  const find = (): Promise<Found> => findVersion(registry, adapter, credential, wanted.package, wanted.version);
  const version = await find();
  if (version.outcome !== 'absent') return version;
  const staged = await findStaged(registry, adapter.stage, credential, wanted);
  return staged.outcome === 'absent' ? find() : staged;
}

/** Asks the registry which versions a package has, past every cache. Never throws. */
export async function findVersions(
  registry: Registry,
  adapter: UpstreamAdapter,
  credential: string | undefined,
  packageName: string,
): Promise<FoundVersions> {
  const asked = await askForVersions(registry, adapter, credential, packageName);
  return asked.outcome === 'versions' ? { outcome: 'present', versions: Object.keys(asked.versions) } : asked;
}

/** With the publish, and the stage queue where publishes are staged, the only request that carries the gate's credential (P5). */
async function askForVersions(
  registry: Registry,
  adapter: UpstreamAdapter,
  credential: string | undefined,
  packageName: string,
): Promise<Asked> {
  try {
    const { statusCode, headers, body } = await registry.agent.request({
      origin: registry.url.origin,
      path: registry.prefix + adapter.packument.path(packageName),
      method: 'GET',
      headers: {
        accept: 'application/json',
        'accept-encoding': ACCEPTED_ENCODING,
        'cache-control': 'no-cache',
        pragma: 'no-cache',
        ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }),
      },
    });
    const read = await readBody(body, headers['content-encoding'], MAX_PACKUMENT_BYTES);
    const problem = credential === undefined ? undefined : adapter.credentialProblem({ status: statusCode, headers });
    if (problem !== undefined) return { ...unknown("does not take the gate's credential"), credentialProblem: problem };
    if (statusCode === 404) return { outcome: 'absent' };
    if (statusCode !== 200) return unknown(`answered ${statusCode} to a question about this package`);
    return read.ok ? versionsIn(read.bytes) : unknown('sent a document about this package that is too large to read');
  } catch {
    return unknown('did not answer a question about this package in full');
  }
}

function versionsIn(bytes: Buffer): Asked {
  const document: unknown = JSON.parse(bytes.toString('utf8'));
  const versions = field(document, 'versions');
  return typeof versions === 'object' && versions !== null
    ? { outcome: 'versions', versions }
    : unknown('sent a document that is not one about a package');
}

const unknown = (what: string): Unknown => ({
  outcome: 'unknown',
  message: `the upstream registry ${what}`,
});
