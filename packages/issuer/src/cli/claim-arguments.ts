import { CommandError } from './outcome.ts';

/**
 * Claims from `name=value` (a string) and `name:=value` (JSON: numbers, true, lists), and from names to leave out (null, as
 * MintRequest.claims has it). Throws a CommandError that names the argument's claim.
 */
export const claimsOf = (claims: readonly string[], without: readonly string[]): Record<string, unknown> =>
  Object.fromEntries([...claims.map(claimOf), ...without.map((name) => [name, null])]);

function claimOf(argument: string): [string, unknown] {
  const at = argument.indexOf('=');
  const isJson = argument[at - 1] === ':';
  const name = argument.slice(0, isJson ? at - 1 : at);
  if (at < 1 || name === '') throw new CommandError('--claim takes name=value, or name:=JSON');
  const value = argument.slice(at + 1);
  return [name, isJson ? parsed(name, value) : value];
}

function parsed(name: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new CommandError(`the value of --claim ${name}:= is not JSON; for text write ${name}=value`);
  }
}
