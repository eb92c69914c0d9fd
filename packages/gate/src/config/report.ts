import type { Mistake } from './model.ts';
import type { Path } from './path.ts';

/** Collects every mistake and warning of one configuration, each with its place. */
export interface Report {
  readonly mistakes: readonly Mistake[];
  readonly warnings: readonly Mistake[];
  mistake(path: Path, message: string): void;
  warning(path: Path, message: string): void;
  /** The same, where the place is in another file. */
  mistakeAt(place: string, message: string): void;
  warningAt(place: string, message: string): void;
}

export function newReport(place: (path: Path) => string): Report {
  const mistakes: Mistake[] = [];
  const warnings: Mistake[] = [];
  return {
    mistakes,
    warnings,
    mistake: (path, message) => add(mistakes, place(path), message),
    warning: (path, message) => add(warnings, place(path), message),
    mistakeAt: (at, message) => add(mistakes, at, message),
    warningAt: (at, message) => add(warnings, at, message),
  };
}

/** Said twice, it is one mistake. */
function add(list: Mistake[], at: string, message: string): void {
  const entry = { place: at, message };
  if (!list.some((known) => known.place === entry.place && known.message === message)) list.push(entry);
}
