import { expect, it } from 'vitest';
import { RELOADABLE } from '../packages/gate/src/config/index.ts';
import { keysOf, type SchemaNode } from '../scripts/docs/configuration.ts';
import { generatedPages } from '../scripts/docs/pages.ts';
import { readJson, readText } from './support/checkout.ts';

const pages = generatedPages(RELOADABLE);

it('what is written from the source is up to date: npm run docs', () => {
  expect([...pages.keys()]).toEqual(['docs/providers.md', 'docs/configuration.md']);
  for (const [file, text] of pages) expect(readText(file), file).toBe(text);
});

it('every key of the configuration says what its value is and what it is for', () => {
  const keys = keysOf(readJson('packages/gate/sallyport.schema.json') as SchemaNode, '');
  expect(keys.length).toBeGreaterThan(30);
  expect(keys.filter(({ node }) => !node.title || !node.description).map(({ key }) => key)).toEqual([]);
});
