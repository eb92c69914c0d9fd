import type { CommandArguments } from '../command-line.ts';
import { done, stop } from '../result.ts';

export interface LoginOrder {
  readonly json: boolean;
  /** Names of packages; none: those of the project. */
  readonly packages: readonly string[];
  /** The command that is run with what login prepares; none: what login prepares is printed. */
  readonly run: readonly string[];
}

export const loginArguments: CommandArguments<LoginOrder> = {
  options: { package: { type: 'string', multiple: true } },
  help: [
    'npx @sallyport/ci login [--package NAME]... -- command',
    '    for tools that publish by themselves: run the command with a publish token for each package',
    'eval "$(npx @sallyport/ci login)"',
    '    the same for the commands that follow, until the tokens expire',
  ],
  read({ json, values, words, rest }) {
    if (words.length > 0) return usage('login takes packages as --package NAME, and a command after `--`.');
    if (rest?.length === 0) return usage('`--` needs a command after it.');
    if (json && rest !== undefined) return usage('--json and a command would both write to standard output.');
    const packages = [values['package'] ?? []].flat().map(String);
    const wrong = packages.find((name) => !PACKAGE_NAME.test(name));
    if (wrong !== undefined) return usage(`${JSON.stringify(wrong)} is no name of a package.`);
    return done({ json, packages: [...new Set(packages)], run: rest ?? [] });
  },
};

/** Wider than npm's rule; what matters is that a name cannot end a line of an npmrc or leave its place in an address. */
const PACKAGE_NAME = /^(@[a-z0-9~][\w.~-]*\/)?[\w~-][\w.~-]*$/i;

const usage = (message: string) => stop(2, 'usage', message);
