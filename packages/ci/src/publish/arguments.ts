import { parseArgs } from 'node:util';
import type { CommandArguments, Given } from '../command-line.ts';
import type { NpmArguments } from '../project/project.ts';
import { done, type Result, stop } from '../result.ts';
import type { Choice } from '../workspaces/choose.ts';

export interface PublishOrder {
  readonly json: boolean;
  readonly choice: Choice;
  readonly npm: NpmArguments;
}

/** Options that say which packages a command is about. */
export const CHOICE_OPTIONS = {
  workspace: { type: 'string', multiple: true, short: 'w' },
  workspaces: { type: 'boolean' },
} as const;

export const publishArguments: CommandArguments<PublishOrder> = {
  options: CHOICE_OPTIONS,
  help: [
    'npx @sallyport/ci publish [-- arguments of npm publish]',
    '    In the private root of a repository: every package of it that the registry does not have, in the',
    "    order of their dependencies. Anywhere else: this folder's package.",
    '    --workspace, -w NAME   this one of the repository (may be repeated)',
    '    --workspaces           all of them, and the root, where that is not private',
  ],
  read(given) {
    const { json, words, rest } = given;
    if (words.length > 0) return usage('publish takes no folder: run it there, or name a package with --workspace.');
    const npm = readNpmArguments(rest ?? []);
    return npm.ok ? done({ json, choice: choiceIn(given), npm: npm.value }) : npm;
  },
};

export const choiceIn = ({ values }: Given): Choice => ({
  workspaces: [values['workspace'] ?? []].flat().map(String),
  all: values['workspaces'] === true,
});

/** An argument with a credential would win over the publish token (A4), and a second `--` would make values of what we add. */
export function readNpmArguments(all: readonly string[]): Result<NpmArguments> {
  if (all.includes('--')) return usage('A second `--` cannot be passed on to npm.');
  if (all.some((arg) => /^--?\/\/|_auth|_password/i.test(arg))) {
    return usage('A credential among the arguments would take the place of the publish token. Remove it.');
  }
  const { values } = parseArgs({ args: [...all], strict: false, options: { registry: { type: 'string' } } });
  return done({ all, registry: typeof values.registry === 'string' ? values.registry : undefined });
}

const usage = (message: string) => stop(2, 'usage', message);
