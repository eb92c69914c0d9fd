import { maySee, type Reader } from '../audit/index.ts';
import { covers } from '../names/index.ts';
import type { Covered, PackagesParts } from './model.ts';

/** Names shown of a pattern. */
const MOST = 50;

/** The packages that a pattern covers now: those the gate knows, and those the upstream lists, where it can. */
export async function coveredBy(
  { store, upstream }: Pick<PackagesParts, 'store' | 'upstream'>,
  reader: Reader,
  pattern: string,
): Promise<Covered> {
  const prefix = pattern.slice(0, -1);
  const [known, listed] = await Promise.all([
    store.packages.list({ within: [{ prefix }], limit: MOST + 1 }),
    upstream.list?.(prefix, MOST + 1) ?? [],
  ]);
  const names = [...new Set([...known.map(({ name }) => name), ...listed])]
    .filter((name) => covers(pattern, name) && maySee(reader, name))
    .sort();
  return { packages: names.slice(0, MOST), more: names.length > MOST };
}
