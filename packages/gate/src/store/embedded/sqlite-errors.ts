/** Result codes of SQLite (sqlite.org/rescode.html); node:sqlite puts the extended one into `errcode`. */
const BUSY = 5;
const CONSTRAINT_UNIQUE = 2067;
const PRIMARY_CODE = 0xff;

export const isBusy = (error: unknown): boolean => (codeOf(error) & PRIMARY_CODE) === BUSY;
export const isDuplicate = (error: unknown): boolean => codeOf(error) === CONSTRAINT_UNIQUE;

const codeOf = (error: unknown): number =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
