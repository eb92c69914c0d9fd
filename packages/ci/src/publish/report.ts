import { countsOf, nameOf, table } from '../outcome-table.ts';
import { explain, type Output, reportJson, reportLinks, stopJson } from '../report.ts';
import type { Outcome } from './publish-all.ts';
import type { Released } from './publish-one.ts';

/** What became of the one package, on standard output. Its shape as JSON is in README.md. */
export function reportOne(released: Released, run: string | undefined, asJson: boolean, output: Output): void {
  if (asJson) return reportJson(releasedJson(released), output);
  output.stdout(
    `${OUTCOME_TEXTS[outcomeOf(released)]} ${released.name}@${released.version} to ${released.registry} (${released.integrity})\n`,
  );
  if (outcomeOf(released) === 'staged') output.stdout(`${NOT_YET}\n`);
  reportLinks(run, pageOf(released)[0], output);
}

const NOT_YET = 'What is staged can be installed once somebody approves it at the registry behind the gate.';

/** What became of every package: a table, or one document. Gives the exit code. */
export function reportAll(
  outcomes: readonly Outcome[],
  run: string | undefined,
  asJson: boolean,
  output: Output,
): number {
  const exit = exitOf(outcomes);
  if (asJson) {
    reportJson(
      {
        outcome: OUTCOMES[exit],
        retry: exit === 3,
        ...(run !== undefined && { run }),
        packages: outcomes.map(outcomeJson),
      },
      output,
    );
    return exit;
  }
  for (const outcome of outcomes) if (outcome.kind === 'stopped') explain(outcome.stop, output, outcome.name);
  const rows = outcomes.map((outcome) => [wordOf(outcome), nameOf(outcome), remarkOn(outcome)] as const);
  output.stdout(table(rows));
  output.stdout(`${countsOf(rows.map(([word]) => word))}\n`);
  if (outcomes.some((one) => one.kind === 'released' && outcomeOf(one.released) === 'staged'))
    output.stdout(`${NOT_YET}\n`);
  const page = outcomes.flatMap((one) => (one.kind === 'released' ? pageOf(one.released) : [])).at(-1);
  reportLinks(run, page && new URL('.', page).href, output);
  return exit;
}

const pageOf = (released: Released): string[] =>
  released.kind === 'published' && released.page !== undefined ? [released.page] : [];

const OUTCOMES = { 0: 'published', 1: 'refused', 2: 'failed', 3: 'failed' } as const;

/** A no comes before a mistake, that before what can help to be tried again. */
function exitOf(outcomes: readonly Outcome[]): 0 | 1 | 2 | 3 {
  const exits = outcomes.flatMap((outcome) =>
    outcome.kind === 'stopped' ? [outcome.stop.exit] : outcome.kind === 'not-tried' ? [3 as const] : [],
  );
  return exits.length === 0 ? 0 : (Math.min(...exits) as 1 | 2 | 3);
}

const OUTCOME_TEXTS = {
  published: 'published',
  staged: 'staged',
  'dry-run': 'would have published',
  'published-before': 'published before',
} as const;

const outcomeOf = (released: Released): keyof typeof OUTCOME_TEXTS =>
  released.kind === 'before'
    ? 'published-before'
    : released.dryRun
      ? 'dry-run'
      : released.staged
        ? 'staged'
        : 'published';

function releasedJson(released: Released): object {
  const { name, version, registry, integrity } = released;
  const stageId = released.kind === 'published' ? released.stageId : undefined;
  return {
    outcome: outcomeOf(released),
    name,
    version,
    registry,
    ...(integrity !== undefined && { integrity }),
    ...(stageId !== undefined && { stageId }),
  };
}

function outcomeJson(one: Outcome): object {
  const { name, version } = one;
  const which = { name, ...(version !== undefined && { version }) };
  switch (one.kind) {
    case 'released':
      return { ...which, ...releasedJson(one.released) };
    case 'private':
      return { ...which, outcome: 'private' };
    case 'stopped':
      return { ...which, ...stopJson(one.stop) };
    case 'blocked':
      return { ...which, outcome: 'blocked', blockedBy: one.by };
    case 'not-tried':
      return { ...which, outcome: 'not-tried' };
  }
}

function wordOf(one: Outcome): string {
  switch (one.kind) {
    case 'released':
      return OUTCOME_TEXTS[outcomeOf(one.released)];
    case 'stopped':
      return one.stop.exit === 1 ? 'refused' : 'failed';
    case 'not-tried':
      return 'not tried';
    case 'private':
    case 'blocked':
      return one.kind;
  }
}

function remarkOn(one: Outcome): string {
  switch (one.kind) {
    case 'released':
      return one.released.kind === 'before' ? 'skipped; the bytes were not compared' : (one.released.integrity ?? '');
    case 'stopped':
      return `${one.stop.code}, see above`;
    case 'blocked':
      return `by ${one.by}`;
    case 'private':
    case 'not-tried':
      return '';
  }
}
