import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { type CheckOrder, checkArguments } from './check/arguments.ts';
import { type LoginOrder, loginArguments } from './login/arguments.ts';
import { type PublishOrder, publishArguments } from './publish/arguments.ts';
import { done, type Result, stop } from './result.ts';

export type Order =
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | ({ readonly command: 'publish' } & PublishOrder)
  | ({ readonly command: 'check' } & CheckOrder)
  | ({ readonly command: 'login' } & LoginOrder);

const COMMANDS = { publish: publishArguments, check: checkArguments, login: loginArguments } as const;

const COMMON: ParseArgsOptionsConfig = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
};

export const USAGE = `Publish npm packages from CI with no token.

${Object.values(COMMANDS)
  .map(({ help }) => help.map((line) => `  ${line}\n`).join(''))
  .join('\n')}
Everywhere
  --json       one JSON document on standard output
  --help, -h   this text
  --version    the version of sallyport-ci
  SALLYPORT_REGISTRY=https://npm.acme.example   the registry, whatever is configured

Exit codes: 0 done; 1 refused; 2 wrong use or configuration; 3 not now, trying again can help.
`;

/** Reads the command line. Stops with exit 2 on anything it does not know. */
export function readArguments(argv: readonly string[]): Result<Order> {
  const separator = argv.indexOf('--');
  const own = ownArguments(argv);
  const rest = separator === -1 ? undefined : argv.slice(separator + 1);
  const command = own.find((arg) => !arg.startsWith('-'));
  const options = isCommand(command) ? COMMANDS[command].options : {};
  const parsed = parse(own, options);
  if (parsed instanceof Error) return usage(`${parsed.message.split('. ')[0]}. Arguments for npm come after \`--\`.`);

  const { values, positionals } = parsed;
  if (values['version']) return done({ command: 'version' });
  if (values['help']) return done({ command: 'help' });
  if (!isCommand(command)) {
    const given = command === undefined ? 'No command was given' : `There is no command ${JSON.stringify(command)}`;
    return usage(`${given}. There are: ${Object.keys(COMMANDS).join(', ')}. See sallyport-ci --help.`);
  }
  const given = { json: values['json'] === true, values, words: positionals.slice(1), rest };
  switch (command) {
    case 'publish':
      return named(command, publishArguments.read(given));
    case 'check':
      return named(command, checkArguments.read(given));
    case 'login':
      return named(command, loginArguments.read(given));
  }
}

/** What stands before `--`; the rest is somebody else's. */
export const ownArguments = (argv: readonly string[]): readonly string[] =>
  argv.slice(0, argv.includes('--') ? argv.indexOf('--') : argv.length);

function parse(args: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { ...COMMON, ...options } });
  } catch (error) {
    return error instanceof Error ? error : new Error('The command line cannot be read');
  }
}

const isCommand = (word: string | undefined): word is keyof typeof COMMANDS =>
  word !== undefined && Object.hasOwn(COMMANDS, word);

const named = <C extends string, O extends object>(command: C, order: Result<O>): Result<{ command: C } & O> =>
  order.ok ? done({ command, ...order.value }) : order;

const usage = (message: string) => stop(2, 'usage', message);
