import type { ParseArgsOptionsConfig } from 'node:util';
import type { Result } from './result.ts';

/** What one command takes: its part of the command line and of the help text. */
export interface CommandArguments<Order> {
  /** Options beside --json and --help, as node:util's parseArgs describes them. */
  readonly options: ParseArgsOptionsConfig;
  /** Lines of the help text, without their indentation. */
  readonly help: readonly string[];
  /** Stops with exit 2 where something does not fit. */
  readonly read: (given: Given) => Result<Order>;
}

/** A command line, read once. */
export interface Given {
  readonly json: boolean;
  readonly values: Readonly<Record<string, unknown>>;
  /** Arguments that belong to no option, without the command. */
  readonly words: readonly string[];
  /** What follows `--`; undefined where there is none. */
  readonly rest: readonly string[] | undefined;
}
