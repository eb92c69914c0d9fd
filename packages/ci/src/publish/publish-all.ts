import { stopInsteadOfFault } from '../faults.ts';
import { idTokensOf } from '../id-token/id-token-for.ts';
import type { Progress } from '../progress.ts';
import { done, type Result, type Stop } from '../result.ts';
import { blockerAmong } from '../workspaces/blocker.ts';
import { type Chosen, circleText, type Packages, registriesOf } from '../workspaces/choose.ts';
import { publishOne, type Released } from './publish-one.ts';

/** What became of one package of a repository. */
export type Outcome = { readonly name: string; readonly version: string | undefined } & (
  | { readonly kind: 'released'; readonly released: Released }
  | { readonly kind: 'private' }
  | { readonly kind: 'stopped'; readonly stop: Stop }
  /** Not tried, because this package, which it needs, was not published. */
  | { readonly kind: 'blocked'; readonly by: string }
  /** Not tried, because the step was ended. */
  | { readonly kind: 'not-tried' }
);

/**
 * Publishes packages in their order, one after the other. What the registry has is skipped, so that the same command finishes half a
 * release. One that is not published blocks what needs it and nothing else.
 *
 * Stops before anything is published where this step's id_token does not fit a registry of any of them.
 */
export async function publishAll(
  { order, circles }: Packages,
  args: readonly string[],
  progress: Progress,
): Promise<Result<readonly Outcome[]>> {
  const { surroundings, say } = progress;
  const idTokenFor = idTokensOf(surroundings);
  for (const registry of registriesOf(order)) {
    const fits = await idTokenFor(registry);
    if (!fits.ok) return fits;
  }
  for (const circle of circles) say(circleText(circle));

  const outcomes = new Map<string, Outcome>();
  for (const [index, one] of order.entries()) {
    const position = `[${index + 1}/${order.length}]`;
    const within = { ...progress, say: (text: string) => say(`${position} ${text}`) };
    outcomes.set(one.name, { name: one.name, version: one.version, ...(await become(one, outcomes, within)) });
  }
  return done([...outcomes.values()]);

  async function become({ needs, what }: Chosen, before: typeof outcomes, within: Progress) {
    if (what.kind === 'private') return { kind: 'private' } as const;
    if (surroundings.signal.aborted) return { kind: 'not-tried' } as const;
    const by = blockerAmong(needs, before);
    if (by !== undefined) return { kind: 'blocked', by } as const;
    if (what.kind === 'unfit') return { kind: 'stopped', stop: what.stop } as const;
    const released = await stopInsteadOfFault(surroundings, () =>
      publishOne(what.project, { args, idTokenFor, skipPublished: true }, within),
    );
    return released.ok
      ? ({ kind: 'released', released: released.value } as const)
      : ({ kind: 'stopped', stop: released.stop } as const);
  }
}
