import { StoreRefused, StoreUnavailable } from '../faults.ts';

/** SQLSTATE classes (PostgreSQL manual, appendix A) in which the server speaks of itself and not of the statement. */
const SERVER_CLASSES: ReadonlySet<string> = new Set(['08', '53', '57', '58', 'XX']);
const SQLSTATE = /^[0-9A-Z]{5}$/;
const UNIQUE_VIOLATION = '23505';
const SERIALIZATION_CLASS = '40';

/** The driver's error without its parameters and rows (A2): what PostgreSQL refused, or that it did not answer. */
export function faultOf(error: unknown): StoreRefused | StoreUnavailable {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no answer';
  return SQLSTATE.test(code) && !SERVER_CLASSES.has(code.slice(0, 2))
    ? new StoreRefused(code)
    : new StoreUnavailable(code);
}

export const nothingDone = (error: unknown): boolean => error instanceof StoreRefused;

/** Two gates waited for each other and the server chose this one to begin again. */
export const metAnother = (error: unknown): boolean =>
  error instanceof StoreRefused && error.code.startsWith(SERIALIZATION_CLASS);

export const isDuplicate = (error: unknown): boolean =>
  error instanceof StoreRefused && error.code === UNIQUE_VIOLATION;
