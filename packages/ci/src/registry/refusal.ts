import type { Answer } from '../registry/ask.ts';
import type { Decision, Rule, Stop } from '../result.ts';

/** A sentence from the network that is shown on a terminal: its length in characters. */
const MAX_SENTENCE = 2000;
/** Candidates, and rules of each, that are taken over. */
const MAX_ITEMS = 50;

/**
 * The reason in an error answer: the gate's shape (code, requestId, decision), or npm's own, which has only a message. undefined
 * where the answer has neither, so that nobody said no about this package.
 */
export function refusalIn(
  answer: Answer & { kind: 'answered' },
): (Partial<Pick<Stop, 'code' | 'requestId' | 'decision' | 'setUp'>> & Pick<Stop, 'message'>) | undefined {
  const { json, notice } = answer;
  const code = text(json?.['code']);
  const message = text(object(json?.['body'])?.['message']) ?? text(json?.['message']) ?? text(notice);
  if (message === undefined) return undefined;
  const requestId = text(json?.['requestId']);
  const decision = decisionIn(json?.['decision']);
  const setUp = addressIn(json?.['setUp']);
  return {
    message,
    ...(code !== undefined && { code }),
    ...(requestId !== undefined && { requestId }),
    ...(decision !== undefined && { decision }),
    ...(setUp !== undefined && { setUp }),
  };
}

/** A web address that a terminal can show and a browser opens; a longer one would be cut, and lead nowhere. */
const addressIn = (value: unknown): string | undefined =>
  typeof value === 'string' &&
  value.length <= MAX_SENTENCE &&
  /^https?:\/\/[\x21-\x7e]+$/.test(value) &&
  URL.canParse(value)
    ? value
    : undefined;

export function decisionIn(value: unknown): Decision | undefined {
  const decision = object(value);
  if (decision === undefined) return undefined;
  const reason = text(decision['reason']);
  const candidates = list(decision['candidates']).map((candidate) => {
    const publisher = text(candidate['publisher']);
    return { ...(publisher !== undefined && { publisher }), rules: list(candidate['rules']).flatMap(ruleIn) };
  });
  return { ...(reason !== undefined && { reason }), candidates };
}

function ruleIn(value: Record<string, unknown>): Rule[] {
  const claim = text(value['claim']);
  if (claim === undefined || typeof value['holds'] !== 'boolean') return [];
  const { expected, got, holds } = value;
  return [{ claim, holds, ...(expected !== undefined && { expected }), ...(got !== undefined && { got }) }];
}

const object = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;

function list(value: unknown): Record<string, unknown>[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items
    .slice(0, MAX_ITEMS)
    .map(object)
    .filter((item) => item !== undefined);
}

/** One line without control characters: a server does not get to steer a terminal. */
export function text(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return printable(value).slice(0, MAX_SENTENCE);
}

/** Control characters and the marks that reverse a line's direction become spaces. */
export const printable = (value: string): string => value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
