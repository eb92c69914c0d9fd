import type { Command, Option } from 'commander';
import type { Io } from '../io.ts';
import type { Outcome } from '../outcome.ts';
import type { Parts } from '../parts.ts';
import type { UserFlags } from './accounts.ts';
import { addUser } from './add.ts';
import { listUsers } from './list.ts';
import { removeUser } from './remove.ts';

/** `sallyport user ...`, with the options that every command of its kind has. */
export function addUserCommands(
  program: Command,
  io: Io,
  parts: Parts,
  options: { readonly config: () => Option; readonly json: () => Option },
  done: (outcome: Outcome) => void,
): void {
  const user = program
    .command('user')
    .description('accounts of the embedded registry, also while the gate runs; registries elsewhere keep their own');
  user
    .command('add <name>')
    .description('make an account; the password is asked for, or read from standard input')
    .addOption(options.config())
    .addOption(options.json())
    .action(async (name: string, flags: UserFlags) => done(await addUser(name, flags, io, parts)));
  user
    .command('list')
    .description('every account, and since when')
    .addOption(options.config())
    .addOption(options.json())
    .action(async (flags: UserFlags) => done(await listUsers(flags, io, parts)));
  user
    .command('remove <name>')
    .description('end an account: its password, tokens and sessions; its packages stay')
    .addOption(options.config())
    .addOption(options.json())
    .action(async (name: string, flags: UserFlags) => done(await removeUser(name, flags, io, parts)));
}
