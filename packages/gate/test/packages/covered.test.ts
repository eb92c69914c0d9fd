import { expect, it } from 'vitest';
import { coveredBy } from '../../src/packages/index.ts';
import type { NameRange } from '../../src/store/index.ts';

const NAMES = ['@acme/a', '@acme/b', '@acme/bc', '@acme/c', '@other/a'];

/** A gate and an upstream that both tell more than they were asked for. */
const covered = (pattern: string, visible: readonly NameRange[] | undefined) =>
  coveredBy(
    {
      store: { packages: { list: async () => NAMES.map((name) => ({ name })) } } as never,
      upstream: { list: async () => NAMES },
    },
    visible,
    pattern,
  );

it.each<[string, readonly NameRange[] | undefined, readonly string[]]>([
  ['@acme/*', [{ prefix: '@acme/' }], ['@acme/a', '@acme/b', '@acme/bc', '@acme/c']],
  ['@acme/*', [{ exact: '@acme/b' }, { prefix: '@other/' }], ['@acme/b']],
  ['@acme/*', [{ prefix: '@acme/b' }], ['@acme/b', '@acme/bc']],
  ['@acme/b*', [{ prefix: '@acme/' }], ['@acme/bc']],
  ['@acme/*', [{ prefix: '@other/' }], []],
  ['@acme/*', [], []],
  ['@acme/b*', undefined, ['@acme/bc']],
])('E2: %s, to somebody who may see %j: %j', async (pattern, visible, packages) => {
  expect(await covered(pattern, visible)).toEqual({ packages, more: false });
});
