import type { CommandArguments } from '../command-line.ts';
import { CHOICE_OPTIONS, choiceIn, type PublishOrder, readNpmArguments } from '../publish/arguments.ts';
import { done, stop } from '../result.ts';

/** The same question as to publish. */
export type CheckOrder = PublishOrder;

export const checkArguments: CommandArguments<CheckOrder> = {
  options: CHOICE_OPTIONS,
  help: [
    'npx @sallyport/ci check [-- arguments of npm publish]',
    '    What publish would do with each package, rule by rule. Nothing is published or minted.',
    '    --workspace and --workspaces as above',
  ],
  read(given) {
    if (given.words.length > 0) return stop(2, 'usage', 'check takes no folder: run it there, or use --workspace.');
    const npm = readNpmArguments(given.rest ?? []);
    return npm.ok ? done({ json: given.json, choice: choiceIn(given), npm: npm.value }) : npm;
  },
};
