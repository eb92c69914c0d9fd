import { explain, type Output, reportJson, stopJson } from '../report.ts';
import { done, type Result } from '../result.ts';
import type { LoginOrder } from './arguments.ts';
import { type NotReady, type Ready, shortList } from './prepare.ts';

/** What the tool gets, until when, and who else can read it (A4): on standard error, before it runs. */
export function sayWhatFollows(
  { packages, spent, manager }: Ready,
  { run }: LoginOrder,
  { stderr, style }: Output,
): void {
  const say = (text: string) => stderr(`${style('bold', text)}\n`);
  if (spent.length > 0) stderr(`published before with this id_token: ${shortList(spent.map((name) => ({ name })))}\n`);
  const what = packages.length === 1 ? packages[0].name : `each of ${packages.length} packages`;
  const seconds = Math.floor(Math.min(...packages.map(({ lifetime }) => lifetime)) / 1000);
  say(
    `a token to publish ${what} once, within ${seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} minutes`}`,
  );
  const beside = manager.name === 'pnpm' ? ' and the id_token, which pnpm exchanges by itself' : '';
  stderr(`${run[0] ?? 'What you run'} can read them${beside}, and so can every script that it runs.\n`);
  if (manager.name === 'yarn' && packages.length > 1)
    stderr(
      'yarn has one token for a registry, so `yarn npm publish` finds none here; `sallyport-ci publish` needs none.\n',
    );
}

/** Where the npmrc is: lines that a shell runs, or a document. */
export function reportNpmrc(npmrc: string, { packages }: Ready, asJson: boolean, output: Output): void {
  if (asJson) {
    const names = packages.map(({ name, registry }) => ({ name, registry: registry.href }));
    return reportJson({ outcome: 'logged-in', npmrc, packages: names }, output);
  }
  output.stdout(`export NPM_CONFIG_USERCONFIG=${inShell(npmrc)}\n`);
}

const inShell = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Says why nothing was prepared. Where a shell evaluates what we print, its `eval` has to fail: it does not see our exit code.
 */
export function reportRefusal(
  { stop, refused = [] }: NotReady,
  { json, run }: LoginOrder,
  output: Output,
): Result<number> {
  if (json) {
    const packages = refused.map(({ name, stop }) => ({ name, ...stopJson(stop) }));
    reportJson({ ...stopJson(stop), ...(packages.length > 0 && { packages }) }, output);
    return done(stop.exit);
  }
  for (const { name, stop } of refused) explain(stop, output, name);
  if (run.length === 0) output.stdout(`(exit ${stop.exit})\n`);
  return { ok: false, stop };
}
