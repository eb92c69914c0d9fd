import type { Environment } from '../surroundings.ts';
import { systemHere } from './sources.ts';

/** Where people look at this run, as far as the CI system's variables say: a hint for people, since a step can set any variable. */
export function runLink(env: Environment): string | undefined {
  const template = systemHere(env)?.run;
  if (template === undefined) return undefined;
  let complete = true;
  const address = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = env[name] ?? '';
    complete &&= value !== '';
    return value;
  });
  return complete && /^https?:\/\/[\x21-\x7e]+$/.test(address) && URL.canParse(address) ? address : undefined;
}
