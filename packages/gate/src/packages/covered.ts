import { covers } from '../names/index.ts';
import type { NameRange, PackageStore } from '../store/index.ts';
import type { Upstream } from '../upstream/index.ts';
import type { Covered } from './model.ts';

export interface CoveredParts {
  readonly store: { readonly packages: Pick<PackageStore, 'list'> };
  readonly upstream: Pick<Upstream, 'list'>;
}

/** How many names are told. */
const MOST = 50;

/**
 * What a pattern covers now, of the packages that the gate knows or the upstream lists, where it can.
 * @param visible what the reader may see; undefined: all. Others are not even looked for, so that they crowd out nothing.
 */
export async function coveredBy(
  { store, upstream }: CoveredParts,
  visible: readonly NameRange[] | undefined,
  pattern: string,
): Promise<Covered> {
  const prefix = pattern.slice(0, -1);
  const seen = within(visible, prefix);
  if (seen.length === 0) return { packages: [], more: false };
  const prefixes = new Set(seen.map((range) => ('prefix' in range ? range.prefix : prefix)));
  const [known, ...listed] = await Promise.all([
    store.packages.list({ within: seen, limit: MOST + 1 }),
    ...[...prefixes].map((start) => upstream.list?.(start, MOST + 1)),
  ]);
  const names = new Set([...known.map(({ name }) => name), ...listed.flatMap((found) => found ?? [])]);
  const packages = [...names].filter((name) => covers(pattern, name) && isSeen(name, seen)).sort();
  return { packages: packages.slice(0, MOST), more: packages.length > MOST };
}

/** The part of what somebody may see that begins with this prefix. */
function within(visible: readonly NameRange[] | undefined, prefix: string): readonly NameRange[] {
  if (visible === undefined) return [{ prefix }];
  return visible.flatMap((range): readonly NameRange[] => {
    const start = 'prefix' in range ? range.prefix : range.exact;
    if (start.startsWith(prefix)) return [range];
    return 'prefix' in range && prefix.startsWith(start) ? [{ prefix }] : [];
  });
}

const isSeen = (name: string, ranges: readonly NameRange[]): boolean =>
  ranges.some((range) => ('prefix' in range ? name.startsWith(range.prefix) : name === range.exact));
