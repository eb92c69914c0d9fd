import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import type { Io } from './io.ts';
import { EXIT, type Failure, failure, type Outcome, usage } from './outcome.ts';
import type { Parts } from './parts.ts';
import { buildProgram, type Result } from './program.ts';
import { plain } from './show.ts';
import { providersHere } from './trust/declared.ts';

/**
 * Runs one command line (without the program's own name) and gives its exit code (INTERFACE "Exit codes"). Results go to stdout, the
 * rest to stderr; with --json exactly one JSON document goes to stdout. Never throws.
 */
export async function main(argv: readonly string[], io: Io, parts: Parts): Promise<number> {
  const json = argv.includes('--json');
  const result = await run(argv, io, parts);
  if (typeof result === 'number') return result;
  await print(result, json, io);
  return result.exit;
}

async function run(argv: readonly string[], io: Io, parts: Parts): Promise<Result> {
  let result: Result = EXIT.done;
  let help = '';
  const providers = providersHere(argv, io, parts.providers);
  if ('ok' in providers) return providers;
  const program = buildProgram(
    version(),
    io,
    { ...parts, providers },
    {
      done: (given) => {
        result = given;
      },
      complaint: (text) => {
        help = text;
      },
    },
  );
  try {
    await program.parseAsync(argv, { from: 'user' });
    return result;
  } catch (error) {
    if (!(error instanceof CommanderError)) return fault(error);
    // --help and --version end the same way, with code 0 and their text printed.
    return error.exitCode === 0 ? EXIT.done : usage(wrongUse(error, help));
  }
}

/** A command that only groups others has no message of its own: its help says which there are. */
const wrongUse = (error: CommanderError, help: string): string =>
  error.code === 'commander.help' ? `a command is missing\n\n${help.trim()}` : error.message.replace(/^error: /, '');

/** Nothing that the caller did: said in a sentence, without a stack. */
const fault = (error: unknown): Failure =>
  failure(EXIT.later, 'internal', error instanceof Error ? plain(error.message) : 'an unknown fault');

async function print(outcome: Outcome, json: boolean, io: Io): Promise<void> {
  if (json) return io.out(`${JSON.stringify(outcome.ok ? outcome.json : { error: errorDocument(outcome) })}\n`);
  if (outcome.ok) return io.out(`${outcome.text}\n`);
  io.err(
    `sallyport: ${outcome.message}${outcome.requestId === undefined ? '' : `\nrequest id: ${outcome.requestId}`}\n`,
  );
}

const errorDocument = ({ code, message, exit, requestId, details }: Failure) => ({
  code,
  message,
  retryable: exit === EXIT.later,
  ...(requestId === undefined ? {} : { requestId }),
  ...details,
});

/** From package.json, two folders above both the source and the build. */
const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;
