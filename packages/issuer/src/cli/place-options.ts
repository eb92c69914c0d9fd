import { homedir } from 'node:os';
import { join } from 'node:path';
import { builtInProviders } from '@sallyport/trust';
import { CommandError } from './outcome.ts';

/** The options by which serve and mint agree on an issuer: given the same ones (or none), they mean the same. */
export const PLACE_OPTIONS = {
  provider: { type: 'string', default: builtInProviders[0]?.type ?? '' },
  'provider-file': { type: 'string' },
  workspace: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '9000' },
  keys: { type: 'string', default: join(homedir(), '.sallyport', 'issuer-key.json') },
} as const;

/** A whole number from least to most. Throws a CommandError that names the option. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new CommandError(`--${option} takes a whole number from ${least} to ${most}`);
}

export const portNumber = (text: string): number => wholeNumber('port', text, 0, 65_535);
