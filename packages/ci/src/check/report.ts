import { countsOf, nameOf, table } from '../outcome-table.ts';
import { explain, type Output, reportJson, reportLinks, rulesOf, stopJson } from '../report.ts';
import type { Prospect } from './check.ts';

/** What publish would do with every package: a table, or one document. Gives the exit code. */
export function reportCheck(
  prospects: readonly Prospect[],
  warnings: readonly string[],
  run: string | undefined,
  asJson: boolean,
  output: Output,
): 0 | 1 | 2 | 3 {
  const exits = prospects.flatMap((one) => (one.kind === 'stopped' ? [one.stop.exit] : []));
  const exit = exits.length === 0 ? 0 : (Math.min(...exits) as 1 | 2 | 3);
  if (asJson) {
    const outcome = { 0: 'accepted', 1: 'refused', 2: 'failed', 3: 'failed' }[exit];
    reportJson(
      {
        outcome,
        retry: exit === 3,
        ...(run !== undefined && { run }),
        warnings,
        packages: prospects.map(prospectJson),
      },
      output,
    );
    return exit;
  }
  for (const one of prospects) {
    if (one.kind === 'stopped') explain(one.stop, output, one.name);
    else if (one.kind === 'accepted' && prospects.length === 1)
      output.stderr(rulesOf(one.verdict.decision, output.style));
  }
  for (const warning of warnings) output.stderr(`${output.style('red', 'warning:')} ${warning}\n`);
  const rows = prospects.map((one) => [wordOf(one), nameOf(one), remarkOn(one)] as const);
  output.stdout(`${table(rows)}${countsOf(rows.map(([word]) => word))}\n`);
  reportLinks(run, undefined, output);
  return exit;
}

function prospectJson(one: Prospect): object {
  const { name, version } = one;
  const which = { name, ...(version !== undefined && { version }) };
  switch (one.kind) {
    case 'private':
      return { ...which, outcome: 'private' };
    case 'before':
      return {
        ...which,
        outcome: 'published-before',
        ...(one.integrity !== undefined && { integrity: one.integrity }),
      };
    case 'stopped':
      return { ...which, ...stopJson(one.stop) };
    case 'accepted':
      return { ...which, outcome: 'would-publish', publisher: one.verdict.publisher, decision: one.verdict.decision };
    case 'blocked':
      return { ...which, outcome: 'blocked', blockedBy: one.by, decision: one.verdict.decision };
  }
}

function wordOf(one: Prospect): string {
  switch (one.kind) {
    case 'before':
      return 'published before';
    case 'accepted':
      return 'would publish';
    case 'stopped':
      return one.stop.exit === 1 ? 'refused' : 'failed';
    case 'private':
    case 'blocked':
      return one.kind;
  }
}

function remarkOn(one: Prospect): string {
  switch (one.kind) {
    case 'before':
      return 'skipped; the bytes were not compared';
    case 'accepted':
      return one.verdict.publisher === undefined ? '' : `by trusted publisher ${one.verdict.publisher}`;
    case 'stopped':
      return `${one.stop.code}, see above`;
    case 'blocked':
      return `by ${one.by}`;
    case 'private':
      return '';
  }
}
