import { exchange, type PublishToken } from '../exchange/exchange.ts';
import { revoke } from '../exchange/revoke.ts';
import type { IdTokens } from '../id-token/id-token-for.ts';
import type { Progress } from '../progress.ts';
import type { Project } from '../project/project.ts';
import { publishedVersion } from '../registry/published-version.ts';
import { done, type Result } from '../result.ts';
import { pack } from '../tarball/pack.ts';
import { type Published, publishTarball } from '../tarball/publish-tarball.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';

/** A version that the registry has had before; what its bytes are was not compared with anything. */
export interface PublishedBefore {
  readonly name: string;
  readonly version: string;
  readonly registry: string;
  readonly integrity: string | undefined;
}

export type Released =
  | ({
      readonly kind: 'published';
      /** The package's page in the gate's console, where the registry is a gate. */
      readonly page: string | undefined;
      /** It is not published, but waits for approval at the registry behind the gate. */
      readonly staged: boolean;
    } & Published)
  | ({ readonly kind: 'before' } & PublishedBefore);

/** Milliseconds that a publish token must still live for npm to begin with it. */
const ENOUGH = 60_000;

/**
 * Publishes one package by trusted publishing: shows this step's id_token to the registry, gets a publish token for this package,
 * packs, and publishes with that token. The project's scripts see neither token, and no other credential is ever tried (A4).
 *
 * The exchange comes first, so that who is refused learns it before anything is built. A token that nothing is published with is
 * given back. Never throws, except where it is interrupted.
 */
export async function publishOne(
  project: Project,
  { args, idTokenFor, skipPublished }: Ways,
  progress: Progress,
): Promise<Result<Released>> {
  const { registry, manifest } = project;
  const { surroundings, say } = progress;
  const { name, version } = manifest;
  const before = (integrity: string | undefined): Result<Released> =>
    done({ kind: 'before', name, version, registry: registry.href, integrity });

  const asAnybody = skipPublished ? await publishedVersion({ registry, name, version }, surroundings) : undefined;
  if (asAnybody?.ok === false) return asAnybody;
  if (asAnybody?.value.kind === 'there') return before(asAnybody.value.integrity);

  const held = holdTokens(project, idTokenFor, progress);
  try {
    const first = await held.tokenFor(name);
    if (!first.ok) return first;
    if (asAnybody?.value.kind === 'unseen') {
      const seen = await publishedVersion({ registry, name, version, token: first.value.token }, surroundings);
      if (!seen.ok) return seen;
      if (seen.value.kind === 'there') return before(seen.value.integrity);
    }
    return await withTemporaryFolder(async (into) => {
      say(`packing ${name} with ${project.manager.name}`);
      const tarball = await pack(project, into, held.secrets(), surroundings);
      if (!tarball.ok) return tarball;
      // Packing may have taken longer than the token lives, and a prepack script may have given the package another name.
      const token = await held.tokenFor(tarball.value.name);
      if (!token.ok) return token;
      say(`publishing ${tarball.value.name}@${tarball.value.version} with npm`);
      const { token: publishToken, stages: staged } = token.value;
      const handed = { publishToken, secrets: held.secrets(), args, into };
      const published = await publishTarball(project, tarball.value, handed, surroundings);
      // Where an answer was lost, the token belongs to what may have been published.
      if (published.ok ? !published.value.dryRun : published.stop.exit === 3) held.keep();
      return published.ok
        ? done({
            kind: 'published',
            page: pageOf(registry, tarball.value.name, publishToken),
            staged,
            ...published.value,
          })
        : published;
    });
  } finally {
    await held.giveBack();
  }
}

export interface Ways {
  /** The user's own arguments for npm. */
  readonly args: readonly string[];
  readonly idTokenFor: IdTokens;
  /** Asks the registry first whether it has this version. */
  readonly skipPublished: boolean;
}

/** What a gate hands out begins so; other registries have no such page. */
const pageOf = (registry: URL, name: string, token: string): string | undefined =>
  token.startsWith('spt_') ? new URL(`/-/sallyport/packages/${encodeURIComponent(name)}`, registry).href : undefined;

/** The one publish token that this package has, and every token that no child may see. */
function holdTokens({ registry }: Project, idTokenFor: IdTokens, { say, surroundings }: Progress) {
  let held: (PublishToken & { readonly name: string; readonly since: number }) | undefined;
  const secrets = new Set<string>();
  return {
    tokenFor: async (name: string): Promise<Result<PublishToken>> => {
      const left = held === undefined ? 0 : held.since + held.lifetime - surroundings.now();
      if (held !== undefined && held.name === name && left > ENOUGH) return done(held);
      const idToken = await idTokenFor(registry);
      if (!idToken.ok) return idToken;
      secrets.add(idToken.value);
      say(`asking ${registry.host} for a token to publish ${name}`);
      const since = surroundings.now();
      const given = await exchange({ registry, name, idToken: idToken.value }, surroundings);
      if (!given.ok) return given;
      secrets.add(given.value.token);
      held = { ...given.value, name, since };
      return done(held);
    },
    secrets: () => [...secrets],
    keep: () => {
      held = undefined;
    },
    giveBack: async () => {
      if (held !== undefined) await revoke(registry, held.token, surroundings);
    },
  };
}
