import { expect } from 'vitest';
import { type Answer, exchange, put } from './api.ts';
import { publishDocument } from './documents.ts';
import type { TestGate } from './gate.ts';

type Gates = readonly Pick<TestGate, 'url'>[];
const turn = (gates: Gates, index: number): Pick<TestGate, 'url'> =>
  gates[index % gates.length] as Pick<TestGate, 'url'>;

/**
 * G2: many exchanges of one id_token at once, spread over these gates: every token that came back is tried, and exactly one publishes.
 * Gives the answers of the publishes.
 */
export async function exchangeContest(gates: Gates, name: string, idToken: string, attempts = 50): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: attempts }, (_, index) => exchange(turn(gates, index), name, idToken)),
  );
  const tokens = answers.flatMap(({ json }) => (json as { token?: string }).token ?? []);
  expect(answers.map(({ status }) => status).filter((status) => status !== 201 && status !== 409)).toEqual([]);
  expect(tokens.length).toBeGreaterThan(0);
  expect(new Set(tokens).size).toBe(tokens.length);

  const documents = await Promise.all(tokens.map((_, index) => publishDocument(name, `1.0.${index}`)));
  const published = await Promise.all(
    tokens.map((token, index) => put(turn(gates, index), name, token, documents[index]?.text ?? '')),
  );
  expect(published.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(codes(published.filter(({ status }) => status !== 201))).toEqual(
    tokens.length === 1 ? [] : ['publish-token-unknown'],
  );
}

/** P6: many publishes of different versions at once on one token: one wins, the others are refused for the grant. */
export async function versionContest(gates: Gates, name: string, token: string, attempts = 20): Promise<string> {
  const documents = await Promise.all(
    Array.from({ length: attempts }, (_, index) => publishDocument(name, `2.0.${index}`)),
  );
  const answers = await Promise.all(documents.map(({ text }, index) => put(turn(gates, index), name, token, text)));
  const won = answers.flatMap(({ status }, index) => (status === 201 ? [`2.0.${index}`] : []));
  expect(won).toHaveLength(1);
  for (const code of codes(answers.filter(({ status }) => status !== 201)))
    expect(['grant-in-use', 'grant-spent']).toContain(code);
  return won[0] ?? '';
}

/** P7: the same publish many times at once: every one succeeds. */
export async function repeatContest(gates: Gates, name: string, token: string, attempts = 20): Promise<void> {
  const { text } = await publishDocument(name, '3.0.0');
  const answers = await Promise.all(
    Array.from({ length: attempts }, (_, index) => put(turn(gates, index), name, token, text)),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: attempts }, () => 201));
}

const codes = (answers: readonly Answer[]): readonly string[] => [
  ...new Set(answers.map(({ json }) => (json as { code: string }).code)),
];
