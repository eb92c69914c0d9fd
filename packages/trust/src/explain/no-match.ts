import type { ClaimValue } from '../claims.ts';
import type { CandidateDecision, Rule } from '../decide/model.ts';
import type { ClaimField, Provider } from '../provider.ts';
import type { Pins } from '../publisher/model.ts';
import { listed, oneLine, quote, quoteIssuer, quotePattern, stop } from './quote.ts';

/** A candidate that did not hold, with what its sentence needs. */
export interface Unmatched {
  readonly decision: CandidateDecision;
  /** Undefined when the publisher's type is no longer known. */
  readonly provider: Provider | undefined;
  readonly pins: Pins | undefined;
}

/** How many failed rules a sentence names; the decision holds all. */
const MAX_NAMED = 4;

/**
 * No trusted publisher holds, for a reader who may know these candidates: the one that came closest, what failed there, and what to
 * change. At least one candidate must be given.
 */
export function noMatchSentence(candidates: readonly Unmatched[]): string {
  const closest = candidates.reduce((best, other) => (failed(other).length < failed(best).length ? other : best));
  const rules = failed(closest).slice(0, MAX_NAMED);
  const more = failed(closest).length - rules.length;
  const named = rules.map((rule) => whatFailed(rule, closest));
  const hints = new Set(rules.map((rule) => whatToChange(rule, closest)).filter((hint) => hint !== undefined));
  const otherwise = hints.size === 0 ? 'Publish from where it allows, or an owner' : 'Or an owner';
  return oneLine(
    [
      `No trusted publisher of this package accepts this token. ${candidates.length > 1 ? 'The closest' : 'It'} is ${closest.decision.publisher ?? 'one'}: ${listed(more > 0 ? [...named, `${more} more`] : named)}.`,
      ...[...hints].map((hint) => stop(upperFirst(hint))),
      `${otherwise} of the package changes its trusted publisher.`,
    ].join(' '),
  );
}

/**
 * No trusted publisher holds, for a reader of whom the identifying rule failed: that rule with the reader's own value, and nothing of
 * what is configured (E2). `addCommand` would trust the reader's repository.
 */
export function strangerSentence(rules: readonly Rule[], addCommand: string | undefined): string {
  const what = rules.map(({ claim, got }) => {
    if (got === undefined) return `: the token has no ${claim}`;
    return `: none is for ${claim} ${claim === 'iss' ? quoteIssuer(got) : quote(got)}`;
  });
  return oneLine(
    `No trusted publisher of this package accepts this token${what.join('')}. Publish from the repository that its owners trust, or an owner adds this one${addCommand === undefined ? '.' : `: ${addCommand}`}`,
  );
}

const failed = ({ decision }: Unmatched): readonly Rule[] => decision.rules.filter((rule) => !rule.holds);

function whatFailed(rule: Rule, candidate: Unmatched): string {
  if (rule.claim === 'paused') return 'it is paused';
  const shown = rule.claim === 'iss' ? quoteIssuer : quote;
  const got = rule.got === undefined ? `${rule.claim} is missing` : `${rule.claim} is ${shown(rule.got)}`;
  if (rule.expected === undefined) {
    return rule.claim === 'iss'
      ? `${got}, expected an issuer of ${candidate.provider?.title ?? 'its type'}`
      : `${got}, and the trusted publisher does not say what it must be`;
  }
  return `${got}, expected ${expectation(rule.expected, shown)}${isPin(rule, candidate) ? ' as first used' : ''}`;
}

function expectation(expected: ClaimValue, shown: (value: unknown) => string): string {
  if (typeof expected === 'string') return shown(expected);
  if ('file' in expected) return `the file ${quote(expected.file)}`;
  return 'pattern' in expected ? `a match of ${quotePattern(expected.pattern)}` : `all of ${quote(expected)}`;
}

function whatToChange(rule: Rule, candidate: Unmatched): string | undefined {
  if (rule.claim === 'paused') return 'An owner can resume it';
  const field = candidate.provider?.fields.find(({ claim }) => claim === rule.claim);
  if (isPin(rule, candidate)) {
    return 'If the repository or workspace was moved, renamed or made anew on purpose, an owner saves the trusted publisher again, which forgets what was first used';
  }
  return field === undefined ? undefined : hint(field, rule);
}

function hint(field: ClaimField, rule: Rule): string | undefined {
  const lacks = rule.got === undefined || rule.got === null || rule.got === '';
  return lacks ? (field.missing ?? field.differs) : field.differs;
}

const isPin = ({ claim, expected }: Rule, { pins }: Unmatched): boolean =>
  pins !== undefined && Object.hasOwn(pins, claim) && pins[claim] === expected;

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
