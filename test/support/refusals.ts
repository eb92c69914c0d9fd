import { expect } from 'vitest';
import type { Answer } from './api.ts';

/** Holds an answer against the one shape of every error (INTERFACE "Errors"), and against what it must never say. */
export function expectRefusal(answer: Answer | undefined, status: number, code: string): void {
  expect(answer, 'the gate answered').toBeDefined();
  if (answer === undefined) return;
  expect({ status: answer.status, json: answer.json }).toMatchObject({ status, json: { code } });
  expectOneShape(answer);
}

/** The same for whatever refusal it is. */
export function expectOneShape({ headers, json, text }: Answer): void {
  const { message } = json as { message: string };
  expect(message).toMatch(/\S.{10,}/);
  expect(json).toMatchObject({
    error: message,
    message,
    body: { message },
    code: expect.stringMatching(/^[a-z][a-z-]+$/),
    requestId: expect.stringMatching(/./),
  });
  expect(headers.get('content-type')).toMatch(/^application\/json\b/);
  expect(headers.get('cache-control')).toBe('no-store');
  // Headers are one line of Latin-1.
  expect(headers.get('npm-notice')?.slice(0, 100)).toBe(message.replace(/[^\x20-\x7e\xa0-\xff]+/g, ' ').slice(0, 100));
  expect(text).not.toMatch(STACK);
}

/** The code that an answer carries, whatever it is; '' when it has none. */
export function codeOf(answer: Answer | undefined): string {
  const code: unknown = (answer?.json as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

/** What a stack looks like, and where our sources and libraries lie. */
const STACK = /\n? +at (?:\S+ \()?(?:file|node|\/)|node_modules|\.[jt]s:\d+/;
