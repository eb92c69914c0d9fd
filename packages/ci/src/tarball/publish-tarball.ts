import { withoutSecrets } from '../children/credentials.ts';
import { run } from '../children/run.ts';
import type { Project } from '../project/project.ts';
import { done, type Result, stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import { handOver, TOKEN_VARIABLE } from './hand-over.ts';
import { type NpmAnswer, readNpmAnswer, stageIdIn } from './npm-answer.ts';
import type { Tarball } from './pack.ts';

export interface Published {
  readonly name: string;
  readonly version: string;
  readonly registry: string;
  readonly integrity: string;
  readonly dryRun: boolean;
  /** Where it was staged, and npm said so: the id by which it is approved. */
  readonly stageId?: string;
}

/**
 * Publishes the finished tarball with scripts off and with the publish token as the only credential there is (A4).
 *
 * npm does it, whoever packed: yarn cannot publish a tarball (and `yarn npm publish` runs prepack with the token in its environment),
 * and pnpm has further places to take a token from. Stops with exit 1 where the registry says no, 3 where it could not be done.
 */
export async function publishTarball(
  project: Project,
  tarball: Tarball,
  { publishToken, secrets, args, into }: Handed,
  surroundings: Surroundings,
): Promise<Result<Published>> {
  const settings = await project.settings();
  if (!settings.ok) return settings;
  const handed = await handOver(into, project.registry, tarball.name, settings.value);
  const ending = await run(
    {
      file: 'npm',
      args: ['publish', tarball.file, ...args, ...handed.args],
      cwd: handed.folder,
      env: { ...withoutSecrets(surroundings.env, secrets), [TOKEN_VARIABLE]: publishToken },
      output: 'keep',
      secrets,
    },
    surroundings,
  );
  if (ending.kind === 'missing') return stop(2, 'command-missing', 'npm was not found; it publishes the tarball.');
  const answer = readNpmAnswer(ending.output);
  if (ending.status !== 0) return notPublished(answer, tarball, project.registry);
  return done({
    name: answer.name ?? tarball.name,
    version: answer.version ?? tarball.version,
    registry: project.registry.href,
    integrity: tarball.integrity,
    dryRun: settings.value['dry-run'] === true,
    ...stageIdIn(ending.said),
  });
}

export interface Handed {
  readonly publishToken: string;
  /** Everything that must not appear in npm's output or environment; the publish token among them. */
  readonly secrets: readonly string[];
  /** The user's own arguments for npm. */
  readonly args: readonly string[];
  /** A private folder to work in. */
  readonly into: string;
}

function notPublished({ code, summary }: NpmAnswer, { name, version }: Tarball, registry: URL): Result<Published> {
  const what = `${name}@${version} was not published to ${registry.href}`;
  const why = summary === undefined ? 'npm says why above' : summary;
  if (code === 'EUSAGE') return stop(2, 'usage', `${what}: ${why}`);
  if (code === undefined || !TEMPORARY.test(code)) return stop(1, 'publish-refused', `${what}: ${why}`);
  const then = 'Run this step again; if it did arrive, the registry will say that the version exists.';
  return stop(3, 'publish-unavailable', `${what}, or its answer was lost: ${why}. ${then}`);
}

/** npm's codes: HTTP statuses that pass, and what the system says about connections. */
const TEMPORARY =
  /^(E5\d\d|E408|E420|E429|ECONN\w+|E\w*TIMEDOUT|E\w*TIMEOUT|ENOTFOUND|EAI_AGAIN|EPIPE|E(HOST|NET)UNREACH|ERR_SOCKET\w*)$/;
