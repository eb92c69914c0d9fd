import type { CommandArguments } from '../command-line.ts';
import { done, stop } from '../result.ts';

export interface CheckOrder {
  readonly json: boolean;
}

export const checkArguments: CommandArguments<CheckOrder> = {
  options: {},
  help: ['npx @sallyport/ci check', '    what publish would do, rule by rule; nothing is published'],
  read: ({ json, words, rest }) =>
    words.length > 0 || rest !== undefined ? stop(2, 'usage', 'check takes no other argument.') : done({ json }),
};
