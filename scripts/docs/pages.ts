import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { builtInProviders } from '@sallyport/trust';
import { configurationTable, type SchemaNode } from './configuration.ts';
import { providersPage } from './providers.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const BEGIN = '<!-- begin: written by npm run docs -->';
const END = '<!-- end -->';

/** The pages that are written from the source, by path, as they should be. Throws where a page has no place for its table. */
export function generatedPages(reloadable: readonly string[]): ReadonlyMap<string, string> {
  const schema = JSON.parse(read('packages/gate/sallyport.schema.json')) as SchemaNode;
  return new Map([
    ['docs/providers.md', providersPage(builtInProviders)],
    ['docs/configuration.md', between(read('docs/configuration.md'), configurationTable(schema, { reloadable }))],
  ]);
}

const read = (file: string): string => readFileSync(resolve(ROOT, file), 'utf8');

function between(page: string, text: string): string {
  const [head, rest] = page.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (head === undefined || tail === undefined) throw new Error(`the page lacks ${BEGIN} or ${END}`);
  return `${head}${BEGIN}\n\n${text}\n\n${END}${tail}`;
}
