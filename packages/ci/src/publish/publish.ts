import { idTokensOf } from '../id-token/id-token-for.ts';
import { runLink } from '../id-token/run-link.ts';
import { type Progress, progressIn } from '../progress.ts';
import { managerOf } from '../project/managers.ts';
import { readProject } from '../project/project.ts';
import { done, type Result } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import { choosePackages } from '../workspaces/choose.ts';
import type { PublishOrder } from './arguments.ts';
import { publishAll } from './publish-all.ts';
import { publishOne } from './publish-one.ts';
import { reportAll, reportOne } from './report.ts';

/**
 * Runs `publish` and reports what was published: the package of this folder, or those of a repository. Gives the exit code; where
 * it stops, the caller reports why (report.ts).
 */
export async function publish(order: PublishOrder, surroundings: Surroundings): Promise<Result<number>> {
  const progress = progressIn(surroundings);
  try {
    return await publishAndReport(order, progress, surroundings);
  } finally {
    progress.end();
  }
}

async function publishAndReport(
  { choice, npm, json }: PublishOrder,
  progress: Progress,
  surroundings: Surroundings,
): Promise<Result<number>> {
  const run = runLink(surroundings.env);
  const manager = await managerOf(surroundings.cwd);
  const chosen = await choosePackages(choice, manager, npm, progress.surroundings);
  if (!chosen.ok) return chosen;
  if (chosen.value !== undefined) {
    const all = await publishAll(chosen.value, npm.all, progress);
    progress.end();
    return all.ok ? done(reportAll(all.value, run, json, surroundings)) : all;
  }
  const project = await readProject(npm, progress.surroundings);
  if (!project.ok) return project;
  const ways = { args: npm.all, idTokenFor: idTokensOf(progress.surroundings), skipPublished: false };
  const released = await publishOne(project.value, ways, progress);
  progress.end();
  if (!released.ok) return released;
  reportOne(released.value, run, json, surroundings);
  return done(0);
}
