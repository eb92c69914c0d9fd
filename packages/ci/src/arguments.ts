import { parseArgs } from 'node:util';
import type { NpmArguments } from './project/project.ts';
import { done, type Result, stop } from './result.ts';

export type Order =
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'publish'; readonly json: boolean; readonly npm: NpmArguments };

export const USAGE = `Publish an npm package from CI with no token.

  npx @sallyport/ci publish                        the package in this folder
  npx @sallyport/ci publish -- --tag next          arguments after -- go to npm publish
  SALLYPORT_REGISTRY=https://npm.acme.example npx @sallyport/ci publish

Commands
  publish [--json] [-- npm arguments]   pack, exchange this step's id_token for a publish token, publish

Options
  --json       one JSON document on standard output
  --help, -h   this text
  --version    the version of sallyport-ci

Exit codes: 0 done; 1 refused; 2 wrong use or configuration; 3 not now, trying again can help.
`;

/** Reads the command line. What follows `--` is npm's. Stops with exit 2 on anything it does not know. */
export function readArguments(argv: readonly string[]): Result<Order> {
  const separator = argv.indexOf('--');
  const own = separator === -1 ? argv : argv.slice(0, separator);
  const forNpm = separator === -1 ? [] : argv.slice(separator + 1);
  const parsed = parse(own);
  if (parsed instanceof Error) return usage(`${parsed.message.split('. ')[0]}. Arguments for npm come after \`--\`.`);

  const { values, positionals } = parsed;
  if (values.version) return done({ command: 'version' });
  if (values.help) return done({ command: 'help' });
  const [command, ...rest] = positionals;
  if (command !== 'publish') {
    const given = command === undefined ? 'No command was given' : `There is no command ${JSON.stringify(command)}`;
    return usage(`${given}. There is: publish. See sallyport-ci --help.`);
  }
  if (rest.length > 0) return usage('publish takes the package of the current folder and no other argument.');
  const npm = readNpmArguments(forNpm);
  return npm.ok ? done({ command, json: values.json ?? false, npm: npm.value }) : npm;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    return error instanceof Error ? error : new Error('The command line cannot be read');
  }
}

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
