import { KeyFileError } from '../keys/key-file.ts';

/** INTERFACE "Exit codes". */
export const EXIT = { done: 0, wrongUse: 2, notNow: 3 } as const;

/** What a person did wrong, or what is not there yet, in a sentence that says what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: number;
  constructor(message: string, code: number = EXIT.wrongUse) {
    super(message);
    this.code = code;
  }
}

/** The sentence and the exit code of what a command threw. Throws it on when it is a fault of ours. */
export function explain(error: unknown): { message: string; code: number } {
  if (error instanceof CommandError) return { message: error.message, code: error.code };
  // A RangeError is this package's word for a wrong provider, segment, path or host.
  if (error instanceof KeyFileError || error instanceof RangeError) return wrong(error.message);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('ERR_PARSE_ARGS')) return wrong(`${(error as Error).message} (--help lists what there is)`);
  if (code === 'EADDRINUSE') return wrong('this port is in use; choose another with --port (0: any)');
  if (/^E[A-Z]+$/.test(code)) return wrong((error as Error).message);
  throw error;
}

const wrong = (message: string): { message: string; code: number } => ({ message, code: EXIT.wrongUse });
