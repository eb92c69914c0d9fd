import type { Clock, Provider } from '@sallyport/trust';
import type { Finding } from '../checks/index.ts';
import type { Configuration, Loaded } from '../config/index.ts';
import type { AuditStore } from '../store/index.ts';
import type { EmbeddedAccounts } from '../upstream/index.ts';
import type { Io } from './io.ts';

/** What the commands are made of beside this room. */
export interface Parts {
  readonly providers: readonly Provider[];
  readonly serve: ServeCommand;
  readonly demo: DemoCommand;
  /** Looks at a gate from outside, for `sallyport doctor`. */
  readonly examine: (loaded: ServeStart['loaded'], now: Clock) => Promise<readonly Finding[]>;
  readonly openAudit: OpenAudit;
  readonly openAccounts: OpenAccounts;
}

/** Runs the gate until it is told to stop; gives the exit code. */
export type ServeCommand = (start: ServeStart) => Promise<number>;

export interface ServeStart {
  /** Without mistakes: with one, it was printed and the gate does not start. Its warnings are the gate's to log. */
  readonly loaded: Exclude<Loaded, { mistakes: unknown }>;
  /** Reads file and environment again (SIGHUP). */
  readonly reread: () => Loaded;
  readonly io: Io;
  /** Make a one-time link for the administrator in any case. */
  readonly administratorLink: boolean;
}

/** Shows the main job; with `exit` it ends when the publish is done, else everything stays up. Gives the exit code. */
export type DemoCommand = (options: { readonly exit: boolean }, io: Io) => Promise<number>;

/** Opens the audit of the configured store, to read it, also while a gate runs. */
export type OpenAudit = (configuration: Configuration) => Promise<Pick<AuditStore, 'all'> & { close(): Promise<void> }>;

/** The accounts of the embedded registry of a configuration that has one; throws where it cannot be used. */
export type OpenAccounts = (configuration: Configuration) => EmbeddedAccounts;
