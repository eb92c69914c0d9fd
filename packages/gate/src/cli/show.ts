import { styleText } from 'node:util';
import type { Io } from './io.ts';

/** A text from elsewhere on a terminal: one line, no control characters, not endless. */
export const plain = (text: string): string =>
  text
    .slice(0, 2000)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim();

/** Anything that came as JSON, the same way. */
export const plainJson = (value: unknown): string =>
  plain(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

export const paint = (io: Io, style: 'green' | 'red' | 'bold', text: string): string =>
  io.colour ? styleText(style, text, { validateStream: false }) : text;
