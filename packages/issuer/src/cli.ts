import { HELP } from './cli/help.ts';
import { mint } from './cli/mint.ts';
import { EXIT, explain } from './cli/outcome.ts';
import { serve } from './cli/serve.ts';

const COMMANDS = new Map([
  ['serve', serve],
  ['mint', mint],
]);

/** Runs `sallyport-issuer` with these arguments; gives the exit code (INTERFACE "Commands"). Throws only for faults of its own. */
export async function main([name = '', ...args]: readonly string[]): Promise<number> {
  if (['help', '--help', '-h'].includes(name) || args.some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(HELP);
    return EXIT.done;
  }
  const command = COMMANDS.get(name);
  if (command === undefined) {
    process.stderr.write(
      `sallyport-issuer: ${name === '' ? 'say what to do' : 'no such command'}: serve or mint; --help says more\n`,
    );
    return EXIT.wrongUse;
  }
  try {
    return await command(args);
  } catch (error) {
    const { message, code } = explain(error);
    process.stderr.write(`sallyport-issuer ${name}: ${message}\n`);
    return code;
  }
}
