import { printable } from './registry/refusal.ts';
import type { Decision, Stop } from './result.ts';
import type { Surroundings } from './surroundings.ts';

export type Output = Pick<Surroundings, 'stdout' | 'stderr' | 'style'>;

/** One JSON document on standard output and nothing else there. */
export const reportJson = (document: object, { stdout }: Pick<Output, 'stdout'>): void =>
  stdout(`${JSON.stringify(document)}\n`);

/** Where people look further, on standard error. */
export function reportLinks(run: string | undefined, page: string | undefined, { stderr }: Output): void {
  if (run !== undefined) stderr(`run: ${run}\n`);
  if (page !== undefined) stderr(`console: ${page}\n`);
}

/** Why a command ended without what was asked, as a document or, for people, on standard error. Gives its exit code. */
export function reportStop(reason: Stop, asJson: boolean, output: Output): number {
  if (asJson) reportJson(stopJson(reason), output);
  else explain(reason, output);
  return reason.exit;
}

export const stopJson = ({ exit, code, message, add, setUp, requestId, decision }: Stop) => ({
  outcome: exit === 1 ? 'refused' : 'failed',
  code,
  message,
  /** Whether the same command can succeed later. */
  retry: exit === 3,
  ...(add !== undefined && { add }),
  ...(setUp !== undefined && { setUp }),
  ...(requestId !== undefined && { requestId }),
  ...(decision !== undefined && { decision }),
});

/** `about`: the package, where there are several. */
export function explain(
  { exit, code, message, add, setUp, requestId, decision }: Stop,
  { stderr, style }: Output,
  about?: string,
): void {
  const head = `${about === undefined ? '' : `${about} `}${exit === 1 ? 'refused' : 'failed'}`;
  stderr(`${style('red', `${head} (${code}):`)} ${message}\n`);
  if (decision !== undefined) stderr(rulesOf(decision, style));
  if (add !== undefined) stderr(`\n${indent(add.text)}\n\n`);
  if (setUp !== undefined) stderr(`Set this up: ${setUp}\n`);
  if (requestId !== undefined) stderr(`request id ${requestId}\n`);
}

export function rulesOf({ candidates }: Decision, style: Output['style']): string {
  return candidates
    .map(({ publisher, rules }) => {
      const width = Math.max(0, ...rules.map(({ claim }) => claim.length));
      const lines = rules.map(({ claim, expected, got, holds }) => {
        const comparison = holds ? valueText(got) : `expected ${valueText(expected)}, got ${valueText(got)}`;
        return `  ${holds ? style('green', 'ok') : style('red', 'no')}  ${claim.padEnd(width)}  ${comparison}\n`;
      });
      return [publisher === undefined ? '' : `trusted publisher ${publisher}:\n`, ...lines].join('');
    })
    .join('');
}

/** Values come from tokens and from the network: one line, a length, nothing that steers a terminal. */
function valueText(value: unknown): string {
  if (value === undefined) return 'nothing that is shown';
  return printable(JSON.stringify(value) ?? '').slice(0, 200);
}

const indent = (text: string): string => text.replace(/^/gm, '    ');
