import { printable } from '../registry/refusal.ts';

/** What `npm publish --json` said on standard output. */
export interface NpmAnswer {
  /** Of the package it published, as npm read it from the tarball. */
  readonly name?: string;
  readonly version?: string;
  /** `E403`, `ECONNREFUSED`, ... */
  readonly code?: string;
  readonly summary?: string;
}

/** Reads `{name, version, ...}`, the same under the package's name (npm 11.19, 12.2), or `{error: {code, summary}}`. Never throws. */
export function readNpmAnswer(output: string): NpmAnswer {
  const json = objectIn(output);
  if (json === undefined) return {};
  const error = asObject(json['error']);
  if (error !== undefined) return { ...pick(error, 'code'), ...pick(error, 'summary') };
  const published = typeof json['version'] === 'string' ? json : asObject(Object.values(json)[0]);
  return published === undefined ? {} : { ...pick(published, 'name'), ...pick(published, 'version') };
}

/**
 * The id of a staged version, out of a gate's notice ("... approve it with `npm stage approve ID --registry ...`"). npm prints notices
 * on standard error at its default log level, and tells bodies of answers to nobody.
 */
export function stageIdIn(said: string): { readonly stageId?: string } {
  const stageId = /^npm notice .* was staged.*`npm stage approve ([0-9A-Za-z][\w.-]{0,127})[ `]/m.exec(said)?.[1];
  return stageId === undefined ? {} : { stageId };
}

function pick<K extends string>(from: Record<string, unknown>, key: K): { [P in K]?: string } {
  const value = from[key];
  return typeof value === 'string' && value !== '' ? ({ [key]: printable(value) } as { [P in K]?: string }) : {};
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const asObject = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
