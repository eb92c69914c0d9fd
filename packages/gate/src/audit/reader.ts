import type { AuditEntry, NameRange } from '../store/index.ts';

/** What somebody may know of the audit and of packages: administrators all of it, owners what is about their packages. */
export interface Reader {
  /** Undefined: everything, also what is about no package. */
  readonly within: readonly NameRange[] | undefined;
  /** Whether they may see what an entry keeps about people beside it (A2). */
  readonly personal: boolean;
}

/** Whether this name, or pattern of names as it was configured, lies within what they may see. */
export const maySee = ({ within }: Reader, name: string | undefined): boolean =>
  within === undefined ||
  (name !== undefined &&
    within.some((range) => ('exact' in range ? range.exact === name : name.startsWith(range.prefix))));

/** An entry as this reader gets it: owners hold the configuration and so see whole decisions, never what is about a person (A2). */
export function shownTo(reader: Reader, entry: AuditEntry): AuditEntry {
  if (reader.personal || entry.personal === undefined) return entry;
  const { personal: _, ...rest } = entry;
  return rest;
}
