import type { Principal } from '../authority/index.ts';
import { covers } from '../names/index.ts';
import type { NameRange } from '../store/index.ts';
import type { FormParts } from './parts.ts';

/** Packages that a pattern covers now. */
export interface Covered {
  readonly packages: readonly string[];
  /** Whether there are others. */
  readonly more: boolean;
}

/** How many names are told. */
const MOST = 50;

/** What a pattern covers now, of the packages that the gate or the upstream knows and this principal may see. */
export async function coveredBy(
  { store, upstream, authority }: Pick<FormParts, 'store' | 'upstream' | 'authority'>,
  principal: Principal,
  pattern: string,
): Promise<Covered> {
  const prefix = pattern.slice(0, -1);
  const seen = within(await authority.visible(principal), prefix);
  if (seen.length === 0) return { packages: [], more: false };
  const [known, ...upstreams] = await Promise.all([
    store.packages.list({ within: seen, limit: MOST + 1 }),
    ...seen.map((range) => ('prefix' in range ? upstream.list?.(range.prefix, MOST + 1) : undefined)),
  ]);
  const names = new Set([...known.map(({ name }) => name), ...upstreams.flatMap((found) => found ?? [])]);
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
