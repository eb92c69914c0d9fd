import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { builtInProviders } from '@sallyport/trust';
import { configurationTable, type SchemaNode } from './configuration.ts';
import { type MetricFacts, metricsTable } from './metrics.ts';
import { providersPage } from './providers.ts';
import { rulesOf, ruleTable, type TestFile, testsOfRules } from './rules.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const BEGIN = '<!-- begin: written by npm run docs -->';
const END = '<!-- end -->';

/** The pages that are written from the source, by path, as they should be. Throws where a page has no place for its table. */
export function generatedPages(
  reloadable: readonly string[],
  metrics: readonly MetricFacts[],
): ReadonlyMap<string, string> {
  const schema = JSON.parse(read('packages/gate/sallyport.schema.json')) as SchemaNode;
  const threats = read('docs/threat-model.md');
  return new Map([
    ['docs/providers.md', providersPage(builtInProviders)],
    ['docs/configuration.md', between(read('docs/configuration.md'), configurationTable(schema, { reloadable }))],
    ['docs/how-to/operate.md', between(read('docs/how-to/operate.md'), metricsTable(metrics))],
    ['docs/threat-model.md', between(threats, ruleTable(rulesOf(threats), testsOfRules(testFiles())))],
  ]);
}

/** Every file of the tests, by path from the root. */
export const testFiles = (): readonly TestFile[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: ROOT, encoding: 'utf8' })
    .split('\0')
    .filter((file) => /^(?:packages\/[^/]+\/)?test\/.*\.ts$/.test(file))
    .map((file) => ({ file, text: read(file) }));

const read = (file: string): string => readFileSync(resolve(ROOT, file), 'utf8');

function between(page: string, text: string): string {
  const [head, rest] = page.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (head === undefined || tail === undefined) throw new Error(`the page lacks ${BEGIN} or ${END}`);
  return `${head}${BEGIN}\n\n${text}\n\n${END}${tail}`;
}
