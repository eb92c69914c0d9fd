import { expect, it } from 'vitest';
import { coveredBy } from '../../src/form/index.ts';
import type { NameRange } from '../../src/store/index.ts';
import { ALICE } from './world.ts';

const NAMES = ['@acme/a', '@acme/b', '@acme/bc', '@acme/c', '@other/a'];

/** A gate and an upstream that both tell more than they were asked for. */
const covered = (pattern: string, visible: readonly NameRange[]) =>
  coveredBy(
    {
      store: { packages: { list: async () => NAMES.map((name) => ({ name })) } } as never,
      upstream: { find: () => Promise.reject(new Error('not asked')), list: async () => NAMES },
      authority: { visible: async () => visible } as never,
    },
    ALICE,
    pattern,
  );

it.each<[string, readonly NameRange[], readonly string[]]>([
  ['@acme/*', [{ prefix: '@acme/' }], ['@acme/a', '@acme/b', '@acme/bc', '@acme/c']],
  ['@acme/*', [{ exact: '@acme/b' }, { prefix: '@other/' }], ['@acme/b']],
  ['@acme/*', [{ prefix: '@acme/b' }], ['@acme/b', '@acme/bc']],
  ['@acme/b*', [{ prefix: '@acme/' }], ['@acme/bc']],
  ['@acme/*', [{ prefix: '@other/' }], []],
  ['@acme/*', [], []],
])('E2: %s, to somebody who may see %j: %j', async (pattern, visible, packages) => {
  expect(await covered(pattern, visible)).toEqual({ packages, more: false });
});
