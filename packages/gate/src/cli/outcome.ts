/** INTERFACE "Exit codes": the command did it; the answer is no; wrong use or configuration; not now, trying again can help. */
export const EXIT = { done: 0, no: 1, usage: 2, later: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command found: main prints `text`, or with --json `json`. */
export interface Finding {
  readonly ok: true;
  readonly exit: ExitCode;
  readonly text: string;
  readonly json: unknown;
}

/** Why a command could not: main prints `message`, or with --json {"error": {code, message, retryable, requestId?, authUrl?, doneUrl?}}. */
export interface Failure {
  readonly ok: false;
  readonly exit: ExitCode;
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
  /** Further members of the JSON document: where to go on. */
  readonly details?: Readonly<Record<string, string>>;
}

export type Outcome = Finding | Failure;

export const finding = (text: string, json: unknown, exit: ExitCode = EXIT.done): Finding => ({
  ok: true,
  exit,
  text,
  json,
});
export const failure = (exit: ExitCode, code: string, message: string): Failure => ({ ok: false, exit, code, message });
export const usage = (message: string): Failure => failure(EXIT.usage, 'usage', message);
