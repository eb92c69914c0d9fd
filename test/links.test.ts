import { existsSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, readText, trackedFiles } from './support/checkout.ts';

const pages = trackedFiles().filter((file) => file.endsWith('.md') && !file.includes('node_modules'));

it('every link from one page to another file leads there', () => {
  const links = pages.flatMap((page) =>
    [...readText(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, to = '']) => ({ page, to })),
  );
  expect(links.length).toBeGreaterThan(15);
  const broken = links.filter(({ page, to }) => !existsSync(resolve(ROOT, posix.join(posix.dirname(page), to))));
  expect(broken).toEqual([]);
});

it('every file that a page names by its path exists', () => {
  const named = pages.flatMap((page) =>
    [...readText(page).matchAll(/\b((?:packages|test|scripts|docs)\/[\w./-]+\.(?:ts|md|js|json))\b/g)].map(
      ([, path = '']) => ({ page, path }),
    ),
  );
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter(({ path }) => !existsSync(resolve(ROOT, path)))).toEqual([]);
});
