import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { RELOADABLE } from '../packages/gate/src/config/index.ts';
import { METRICS } from '../packages/gate/src/metrics/index.ts';
import { contractOf } from '../scripts/client/contract.ts';
import { openapi } from '../scripts/client/openapi.ts';
import { keysOf } from '../scripts/docs/configuration.ts';
import { generatedPages, testFiles } from '../scripts/docs/pages.ts';
import { rulesOf, testsOfRules } from '../scripts/docs/rules.ts';
import { ROOT, readJson, readText, sourceFiles } from './support/checkout.ts';

const pages = generatedPages(RELOADABLE, Object.values(METRICS));

it('what is written from the source is up to date: npm run docs', () => {
  expect([...pages.keys()]).toEqual([
    'docs/providers.md',
    'docs/configuration.md',
    'docs/how-to/operate.md',
    'docs/threat-model.md',
  ]);
  for (const [file, text] of pages) expect(readText(file), file).toBe(text);
});

it("the console's types of the API are those of openapi.json: npm run docs", async () => {
  const file = 'packages/console/src/api/contract.ts';
  const biome = resolve(ROOT, 'node_modules/@biomejs/biome/bin/biome');
  const written = execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${file}`], {
    cwd: ROOT,
    encoding: 'utf8',
    input: contractOf(await openapi()),
  });
  expect(readText(file)).toBe(written);
});

it('every key of the configuration says what its value is and what it is for', () => {
  const keys = keysOf(readJson('packages/gate/sallyport.schema.json'), '');
  expect(keys.length).toBeGreaterThan(30);
  expect(keys.filter(({ node }) => !node.title || !node.description).map(({ key }) => key)).toEqual([]);
});

it('docs/threat-model.md explains every rule that a test or a comment in the source names, in order', () => {
  const explained = rulesOf(readText('docs/threat-model.md'));
  const groups = { V: 10, D: 3, G: 4, P: 8, W: 5, T: 3, E: 3, A: 4 };
  expect(explained).toEqual(
    Object.entries(groups).flatMap(([group, count]) =>
      Array.from({ length: count }, (_, index) => `${group}${index + 1}`),
    ),
  );
  for (const rule of testsOfRules(testFiles()).keys()) expect(explained).toContain(rule);
  const cited = sourceFiles().flatMap((file) => [...readText(file).matchAll(/\(([VDGPWTEA]\d{1,2})\)/g)]);
  expect(cited.length).toBeGreaterThan(100);
  for (const [, rule] of cited) expect(explained).toContain(rule);
});
