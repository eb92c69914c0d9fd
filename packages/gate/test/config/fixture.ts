import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Configuration, type Loaded, loadConfiguration, type Mistake } from '../../src/config/index.ts';

export const ADMIN_TOKEN = 'a-token-of-an-administrator-0123456789';

/** Loads a text as ./sallyport.yaml of a folder of its own. */
export function load(yaml: string | undefined, env: NodeJS.ProcessEnv = {}): Loaded {
  const cwd = mkdtempSync(join(tmpdir(), 'sallyport-config-'));
  try {
    if (yaml !== undefined) writeFileSync(join(cwd, 'sallyport.yaml'), yaml);
    return loadConfiguration({ env, cwd });
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

export function configurationOf(yaml: string | undefined, env: NodeJS.ProcessEnv = {}): Configuration {
  const loaded = load(yaml, env);
  if ('mistakes' in loaded) throw new Error(JSON.stringify(loaded.mistakes));
  return loaded.configuration;
}

export function warningsOf(yaml: string | undefined, env: NodeJS.ProcessEnv = {}): readonly string[] {
  const loaded = load(yaml, env);
  if ('mistakes' in loaded) throw new Error(JSON.stringify(loaded.mistakes));
  return loaded.warnings.map(line);
}

export function mistakesOf(yaml: string | undefined, env: NodeJS.ProcessEnv = {}): readonly string[] {
  const loaded = load(yaml, env);
  return 'mistakes' in loaded ? loaded.mistakes.map(line) : [];
}

export const line = ({ place, message }: Mistake): string => `${place}: ${message}`;
