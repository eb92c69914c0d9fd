export { addressOf, codeOf, type Entry, isObject, RECENT_DAYS, reasonOf, repositoryOf, stageIdOf } from './entry.ts';
export { FilterBar } from './filter-bar.tsx';
export { type Filters, isFiltered, matches } from './filters.ts';
export { PackageLink, Repository } from './links.tsx';
export { KINDS, kindText, type Outcome, outcomeOf, outcomesOf } from './outcome.ts';
export { OutcomeBadge } from './outcome-badge.tsx';
export { Who } from './who.tsx';
