import { parseArgs } from 'node:util';
import type { CommandArguments } from '../command-line.ts';
import type { NpmArguments } from '../project/project.ts';
import { done, type Result, stop } from '../result.ts';

export interface PublishOrder {
  readonly json: boolean;
  readonly npm: NpmArguments;
}

export const publishArguments: CommandArguments<PublishOrder> = {
  options: {},
  help: [
    'npx @sallyport/ci publish [-- npm arguments]',
    "    pack, exchange this step's id_token for a publish token, publish",
    '    the package in this folder; arguments after -- go to `npm publish`',
  ],
  read({ json, words, rest }) {
    if (words.length > 0) return usage('publish takes the package of the current folder and no other argument.');
    const npm = readNpmArguments(rest ?? []);
    return npm.ok ? done({ json, npm: npm.value }) : npm;
  },
};

/** An argument with a credential would win over the publish token (A4), and a second `--` would make values of what we add. */
function readNpmArguments(all: readonly string[]): Result<NpmArguments> {
  if (all.includes('--')) return usage('A second `--` cannot be passed on to npm.');
  if (all.some((arg) => /^--?\/\/|_auth|_password/i.test(arg))) {
    return usage('A credential among the arguments would take the place of the publish token. Remove it.');
  }
  const { values } = parseArgs({ args: [...all], strict: false, options: { registry: { type: 'string' } } });
  return done({ all, registry: typeof values.registry === 'string' ? values.registry : undefined });
}

const usage = (message: string) => stop(2, 'usage', message);
