import type { Command } from 'commander';
import type { Io } from '../io.ts';
import type { Outcome } from '../outcome.ts';
import { listSwitches, type SwitchFlags, turnSwitch } from './switches.ts';

/** `sallyport switch list | off NAME | on NAME`. `talking` gives a command what every one takes that talks to a registry. */
export function addSwitchCommands(
  program: Command,
  io: Io,
  talking: (command: Command) => Command,
  done: (outcome: Outcome) => void,
): void {
  const switches = program
    .command('switch')
    .description(
      'switch providers and issuers off and on while gates run: for administrators (a token in SALLYPORT_TOKEN or npmrc)',
    );
  talking(switches.command('list'))
    .description('every provider and issuer, and which are switched off')
    .action(async (flags: SwitchFlags) => done(await listSwitches(flags, io)));
  talking(switches.command('off <name>'))
    .description('refuse its id_tokens at every gate of the store, and end the publish tokens that they gave, at once')
    .option('--note <text>', 'why, for people')
    .action(async (name: string, flags: SwitchFlags & { readonly note?: string }) =>
      done(await turnSwitch(name, true, flags, io)),
    );
  talking(switches.command('on <name>'))
    .description('take its id_tokens again')
    .action(async (name: string, flags: SwitchFlags) => done(await turnSwitch(name, false, flags, io)));
}
