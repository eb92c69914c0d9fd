import { expect } from 'vitest';
import type { Answer } from './api.ts';

/** Asserts the one shape of every error (INTERFACE "Errors"), and which error it is. */
export function expectRefusal(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, json: answer.json }).toMatchObject({ status, json: { code } });
  const body = answer.json as Record<string, unknown>;
  const { message } = body;
  expect(body).toMatchObject({ error: message, body: { message }, requestId: expect.any(String) });
  expect(String(message).length).toBeGreaterThan(10);
  expect(answer.headers.get('npm-notice')).not.toBeNull();
  expect(answer.headers.get('www-authenticate')).toBeNull();
  expect(answer.text).not.toMatch(/\.ts:\d|\.js:\d|node_modules/);
}

export const messageOf = (answer: Answer): string => (answer.json as { message: string }).message;
