import type { CommandArguments } from '../command-line.ts';
import { done } from '../result.ts';

export interface LoginOrder {
  readonly json: boolean;
  /** The command that is run with what login prepares. */
  readonly run: readonly string[];
}

export const loginArguments: CommandArguments<LoginOrder> = {
  options: {},
  help: ['npx @sallyport/ci login [-- command]', '    for tools that publish by themselves'],
  read: ({ json, rest }) => done({ json, run: rest ?? [] }),
};
