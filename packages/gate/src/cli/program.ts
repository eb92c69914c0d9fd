import { Command, Option } from 'commander';
import { exportAudit } from './audit-export.ts';
import { type CheckFlags, checkToken } from './check.ts';
import { type DoctorFlags, seeDoctor } from './doctor.ts';
import type { Io } from './io.ts';
import type { Outcome } from './outcome.ts';
import type { Parts } from './parts.ts';
import { type ServeFlags, serve } from './serve.ts';
import { addSwitchCommands } from './switch/commands.ts';
import { addPublisher } from './trust/add.ts';
import { askForMissing } from './trust/asking/ask.ts';
import { type AddFlags, addProviderFlags, givenFlags, publisherFrom } from './trust/flags.ts';
import { listPublishers } from './trust/list.ts';
import { packageNamed } from './trust/package-here.ts';
import type { TrustFlags } from './trust/publishers.ts';
import { type RevokeFlags, revokePublisher } from './trust/revoke.ts';
import { addUserCommands } from './user/commands.ts';

/** What a command gives: an outcome for main to print, or the exit code of one that printed for itself. */
export type Result = Outcome | number;
type Done = (result: Result) => void;

export interface Sink {
  /** Takes what the command gave. */
  readonly done: Done;
  /** Takes what commander has to say about wrong use: the help of a command without a subcommand. */
  readonly complaint: (text: string) => void;
}

const EXAMPLES = `Examples:
  sallyport demo                                  a Bitbucket step publishes a package with no npm token
  sallyport serve                                 a gate with an embedded registry, everything under ./data
  sallyport trust add bitbucket @acme/hello --workspace-uuid U --repository-uuid U
  sallyport trust list @acme/hello
  sallyport user add alice                        an account of the embedded registry
  sallyport doctor                                what is wrong with this gate, and what to do
  sallyport check --package @acme/hello --token - < id_token
`;

const json = (): Option => new Option('--json', 'print one JSON document on stdout and nothing else');
const registry = (): Option =>
  new Option('--registry <url>', 'the registry; default: SALLYPORT_REGISTRY, else as npm finds it');
const otp = (): Option =>
  new Option('--otp <code>', 'a one-time password of your second factor, where no terminal can ask for it');
const config = (): Option => new Option('--config <file>', 'default: ./sallyport.yaml, else the defaults');

/** What every command that talks to a registry about trust takes. */
const talking = (command: Command): Command => command.addOption(registry()).addOption(otp()).addOption(json());

/** The commands, as commander runs them. */
export function buildProgram(version: string, io: Io, parts: Parts, { done, complaint }: Sink): Command {
  const program = new Command('sallyport')
    .description('Trusted publishing for any npm registry.')
    .version(version)
    .addHelpText('before', EXAMPLES)
    .exitOverride()
    .configureOutput({ writeOut: (text) => void io.out(text), writeErr: complaint, getOutHasColors: () => io.colour });

  program
    .command('serve')
    .description('start the gate')
    .addOption(config())
    .option('--administrator-link', "make a one-time link to the console's administrator account")
    .action(async (flags: ServeFlags) => done(await serve(flags, io, parts)));
  program
    .command('demo')
    .description('show the whole way of a publish on this machine')
    .option('--exit', 'end when the publish is done')
    .action(async (flags: { exit?: boolean }) => done(await parts.demo({ exit: flags.exit === true }, io)));
  addTrust(program, io, parts, done);
  program
    .command('check')
    .description('what would this id_token be allowed to do, rule by rule; nothing is minted')
    .requiredOption('--package <name>', 'the package')
    .option('--token <file>', 'an id_token; - is standard input')
    .option('--claims <file>', 'claims as JSON in place of a token; - is standard input')
    .addOption(registry())
    .addOption(json())
    .action(async (flags: CheckFlags) => done(await checkToken(flags, io)));
  program
    .command('doctor')
    .description(
      'configuration, store, upstream, issuers, clock, addresses: a line each, and what to do where one fails',
    )
    .addOption(config())
    .addOption(json())
    .action(async (flags: DoctorFlags) => done(await seeDoctor(flags, io, parts)));
  addSwitchCommands(program, io, talking, done);
  addUserCommands(program, io, parts, { config, json }, done);
  program
    .command('audit')
    .description('read the audit')
    .command('export')
    .description('every entry as a line of JSON, oldest first, also while the gate runs')
    .addOption(config())
    .action(async (flags: { config?: string }) => done(await exportAudit(flags.config, io, parts)));
  return program;
}

function addTrust(program: Command, io: Io, parts: Parts, done: Done): void {
  const trust = program
    .command('trust')
    .description(
      "who may publish a package: at this gate, or at any registry with npm's trust endpoints (a token in SALLYPORT_TOKEN or npmrc); without PACKAGE the one of ./package.json",
    );
  const about = async (given: string | undefined, act: (name: string) => Promise<Outcome> | Outcome): Promise<void> => {
    const name = packageNamed(given, io);
    done(typeof name === 'string' ? await act(name) : name);
  };
  talking(trust.command('list [package]'))
    .description('the trusted publishers of a package, with all their claims')
    .action((given: string | undefined, flags: TrustFlags) => about(given, (name) => listPublishers(name, flags, io)));
  const add = trust.command('add').description('trust a publisher for a package');
  for (const provider of parts.providers) {
    const command = add.command(`${provider.type} [package]`).description(provider.title);
    addProviderFlags(command, provider);
    command
      .option('--issuer <url>', 'the exact issuer of the tokens; default: the public one')
      .option('--note <text>', 'why it exists, for people')
      .option(
        '--token-lifetime <duration>',
        'its publish tokens end after that, such as 5m; never later than the gate says',
      )
      .addOption(config().hideHelp())
      .option('--allow-publish', 'it may publish (default)')
      .option('--allow-stage-publish', 'it may stage a version for approval')
      .option('-y, --yes', 'do not ask')
      .option('--dry-run', 'say what would be trusted and send nothing');
    talking(command).action((given: string | undefined, flags: AddFlags) =>
      about(given, async (name) => {
        const told = givenFlags(command, provider);
        // Whoever says --yes is a script, on a terminal too.
        const asks = io.interactive && flags.yes !== true;
        const complete = asks ? await askForMissing(provider, told, flags.issuer, io) : told;
        if ('ok' in complete) return complete;
        const publisher = publisherFrom(provider, complete, flags);
        return 'ok' in publisher ? publisher : addPublisher(name, provider, publisher, flags, io);
      }),
    );
  }
  talking(trust.command('revoke [package]'))
    .description('end the trust in a publisher; its tokens end with it')
    .requiredOption('--id <id>', 'the publisher, as trust list shows it')
    .option('--dry-run', 'send nothing')
    .action((given: string | undefined, flags: RevokeFlags) =>
      about(given, (name) => revokePublisher(name, flags, io)),
    );
}
