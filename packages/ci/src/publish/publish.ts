import { exchange } from '../exchange/exchange.ts';
import { audienceOf, checkAudience } from '../id-token/audience.ts';
import { findIdToken } from '../id-token/find.ts';
import { type NpmArguments, readProject } from '../project/project.ts';
import { done, type Result } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import { pack } from '../tarball/pack.ts';
import { type Published, publishTarball } from '../tarball/publish-tarball.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import type { PublishOrder } from './arguments.ts';
import { reportPublished } from './report.ts';

/** Runs `publish` and reports what was published; gives the exit code. Where it stops, the caller reports why (report.ts). */
export async function publish({ json, npm }: PublishOrder, surroundings: Surroundings): Promise<Result<number>> {
  const published = await publishHere(npm, surroundings);
  if (!published.ok) return published;
  reportPublished(published.value, json, surroundings);
  return done(0);
}

/**
 * Publishes the package of the current folder by trusted publishing: shows this step's id_token to the registry, gets a publish token
 * for this one package, and publishes with it. The project's scripts see neither token, and no other credential is ever tried (A4).
 *
 * `args`: what the user passes on to npm. Never throws, except where it is interrupted.
 */
async function publishHere(args: NpmArguments, surroundings: Surroundings): Promise<Result<Published>> {
  const say = (text: string) => surroundings.stderr(`${surroundings.style('bold', text)}\n`);

  const project = await readProject(args, surroundings);
  if (!project.ok) return project;
  const { registry } = project.value;

  const idToken = await findIdToken(audienceOf(registry), surroundings);
  if (!idToken.ok) return idToken;
  const fitting = checkAudience(idToken.value, registry, surroundings.env);
  if (!fitting.ok) return fitting;

  return await withTemporaryFolder(async (into) => {
    say(`packing with ${project.value.manager.name}`);
    const tarball = await pack(project.value, into, [idToken.value], surroundings);
    if (!tarball.ok) return tarball;

    // Where a step asks for its id_token, packing may have taken longer than the first one lives.
    const fresh = await findIdToken(audienceOf(registry), surroundings);
    if (!fresh.ok) return fresh;
    const { name, version } = tarball.value;
    say(`asking ${registry.host} for a token to publish ${name}`);
    const publishToken = await exchange({ registry, name, idToken: fresh.value }, surroundings);
    if (!publishToken.ok) return publishToken;

    say(`publishing ${name}@${version} with npm`);
    const secrets = [publishToken.value, fresh.value, idToken.value];
    const handed = { publishToken: publishToken.value, secrets, args: args.all, into };
    return await publishTarball(project.value, tarball.value, handed, surroundings);
  });
}
