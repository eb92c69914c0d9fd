import { expect, it } from 'vitest';
import { readText, trackedFiles } from '../support/checkout.ts';
import { commandsOf } from '../support/docs/fences.ts';

const pages = trackedFiles().filter((file) => file.endsWith('.md') && commandsOf(file).length > 0);
const tests = trackedFiles()
  .filter((file) => /^test\/docs\/.*\.test\.ts$/.test(file))
  .map(readText)
  .join('\n');

it.each(pages)('%s: a test runs its commands', (file) => {
  // A formatter may put the name on a line of its own.
  expect(tests.replaceAll(/\(\s+/g, '(')).toContain(`page('${file}'`);
});
