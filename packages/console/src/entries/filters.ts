import type { Entry } from './entry.ts';

/** What a list of entries is narrowed to; as it stands in the address. */
export interface Filters {
  readonly package?: string | undefined;
  readonly kind?: string | undefined;
  readonly outcome?: string | undefined;
  readonly publisher?: string | undefined;
}

export const isFiltered = (filters: Filters): boolean =>
  [filters.package, filters.kind, filters.outcome, filters.publisher].some((one) => one !== undefined && one !== '');

/** The same comparisons as the gate's, for entries that come by themselves. `kinds`: those that the page is about. */
export const matches = (entry: Entry, filters: Filters, kinds: readonly string[]): boolean =>
  (filters.kind === undefined ? kinds.includes(entry.kind) : filters.kind === entry.kind) &&
  same(filters.package, entry.package) &&
  same(filters.outcome, entry.outcome) &&
  same(filters.publisher, entry.publisher);

const same = (demanded: string | undefined, value: string | undefined): boolean =>
  demanded === undefined || demanded === '' || demanded === value;
