import { stopInsteadOfFault } from '../faults.ts';
import { type IdTokens, idTokensOf } from '../id-token/id-token-for.ts';
import { runLink } from '../id-token/run-link.ts';
import { type Progress, progressIn } from '../progress.ts';
import { managerOf } from '../project/managers.ts';
import type { Project } from '../project/project.ts';
import { publishedVersion } from '../registry/published-version.ts';
import { done, type Result, type Stop } from '../result.ts';
import type { Surroundings } from '../surroundings.ts';
import { blockerAmong } from '../workspaces/blocker.ts';
import { type Chosen, choosePackages, circleText, packageHere, registriesOf } from '../workspaces/choose.ts';
import type { CheckOrder } from './arguments.ts';
import { decide, type Verdict } from './decide.ts';
import { reportCheck } from './report.ts';
import { staticTokens, staticTokenText } from './static-tokens.ts';

/** What publish would do with one package. */
export type Prospect = { readonly name: string; readonly version: string | undefined } & (
  | { readonly kind: 'private' }
  | { readonly kind: 'before'; readonly integrity: string | undefined }
  | { readonly kind: 'accepted'; readonly verdict: Verdict }
  /** The gate says no, or nobody could be asked. */
  | { readonly kind: 'stopped'; readonly stop: Stop }
  /** Accepted, but something that it needs would not be published. */
  | { readonly kind: 'blocked'; readonly by: string; readonly verdict: Verdict }
);

/**
 * Runs `check`: what publish would do with each package, asked of the registry and its gate; nothing is packed, minted or published.
 * Reports it and gives the exit code.
 */
export async function check(order: CheckOrder, surroundings: Surroundings): Promise<Result<number>> {
  const progress = progressIn(surroundings);
  try {
    return await checkAndReport(order, progress, surroundings);
  } finally {
    progress.end();
  }
}

async function checkAndReport(
  { choice, npm, json }: CheckOrder,
  progress: Progress,
  surroundings: Surroundings,
): Promise<Result<number>> {
  const manager = await managerOf(surroundings.cwd);
  const chosen = await choosePackages(choice, manager, npm, progress.surroundings);
  if (!chosen.ok) return chosen;
  const { order, circles } = chosen.value ?? (await packageHere(manager, npm, progress.surroundings));

  const idTokenFor = idTokensOf(progress.surroundings);
  const registries = registriesOf(order);
  for (const registry of registries) {
    const fits = await idTokenFor(registry);
    if (!fits.ok) return fits;
  }
  const tokens = await staticTokens(registries, progress.surroundings);
  const warnings = [...circles.map(circleText), ...tokens.map(staticTokenText)];

  const prospects = new Map<string, Prospect>();
  for (const one of order) {
    progress.say(`asking about ${one.name}`);
    prospects.set(one.name, await lookAhead(one, prospects, idTokenFor, progress));
  }
  progress.end();
  return done(reportCheck([...prospects.values()], warnings, runLink(surroundings.env), json, surroundings));
}

async function lookAhead(
  { name, version, needs, what }: Chosen,
  before: ReadonlyMap<string, Prospect>,
  idTokenFor: IdTokens,
  { surroundings }: Progress,
): Promise<Prospect> {
  const which = { name, version };
  if (what.kind === 'private') return { ...which, kind: 'private' };
  if (what.kind === 'unfit') return { ...which, kind: 'stopped', stop: what.stop };
  const asked = await stopInsteadOfFault(surroundings, () => askAbout(what.project, idTokenFor, surroundings));
  if (!asked.ok) return { ...which, kind: 'stopped', stop: asked.stop };
  if (asked.value.kind === 'before') return { ...which, ...asked.value };
  const { verdict } = asked.value;
  if (!verdict.accepted) return { ...which, kind: 'stopped', stop: refusalOf(verdict) };
  const by = blockerAmong(needs, before);
  return by === undefined ? { ...which, kind: 'accepted', verdict } : { ...which, kind: 'blocked', by, verdict };
}

type Asked =
  | { readonly kind: 'before'; readonly integrity: string | undefined }
  | { readonly kind: 'decided'; readonly verdict: Verdict };

async function askAbout(
  { registry, manifest: { name, version } }: Project,
  idTokenFor: IdTokens,
  surroundings: Surroundings,
): Promise<Result<Asked>> {
  const published = await publishedVersion({ registry, name, version }, surroundings);
  if (!published.ok) return published;
  if (published.value.kind === 'there') return done({ kind: 'before', integrity: published.value.integrity });
  const idToken = await idTokenFor(registry);
  if (!idToken.ok) return idToken;
  const verdict = await decide({ registry, name, idToken: idToken.value }, surroundings);
  return verdict.ok ? done({ kind: 'decided', verdict: verdict.value }) : verdict;
}

const refusalOf = ({ reason, message, decision }: Verdict): Stop => ({ exit: 1, code: reason, message, decision });
