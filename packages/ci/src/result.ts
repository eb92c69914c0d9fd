/** A value, or the reason why there is none: only faults throw. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly stop: Stop };

/** Why a command ended without what was asked. Everything in it is for people and holds no token. */
export interface Stop {
  /** 1: the answer is no. 2: wrong use or configuration. 3: could not be done now, trying again can help. */
  readonly exit: 1 | 2 | 3;
  /** From LOCAL_CODES, or the code that the gate answered with. */
  readonly code: string;
  /** What happened, why, what to change. */
  readonly message: string;
  /** Lines to add to a pipeline's configuration. */
  readonly add?: Snippet;
  /** The gate's decision, rule by rule, as it answered it. */
  readonly decision?: Decision;
  /** Where an owner trusts this run: the console's form, filled in. */
  readonly setUp?: string;
  /** What the gate's operator finds in log and audit. */
  readonly requestId?: string;
}

/** Lines of configuration and the file they belong into. */
export interface Snippet {
  readonly file: string;
  readonly text: string;
}

/** The part of the gate's decision that is shown (INTERFACE, "A decision on the wire"). */
export interface Decision {
  readonly reason?: string;
  readonly candidates: readonly { readonly publisher?: string; readonly rules: readonly Rule[] }[];
}

export interface Rule {
  readonly claim: string;
  readonly expected?: unknown;
  readonly got?: unknown;
  readonly holds: boolean;
}

/** The codes of this command's own. A closed list: a code never changes its meaning. */
export const LOCAL_CODES = [
  'usage',
  'manifest-missing',
  'manifest-malformed',
  'manifest-credential',
  'package-private',
  'registry-invalid',
  'registry-unavailable',
  'workspace-range',
  'command-missing',
  'command-failed',
  'id-token-missing',
  'id-token-unavailable',
  'id-token-malformed',
  'audience-missing',
  'pack-failed',
  'check-not-offered',
  'check-unavailable',
  'exchange-refused',
  'exchange-not-offered',
  'exchange-redirected',
  'exchange-malformed',
  'exchange-unavailable',
  'publish-refused',
  'publish-unavailable',
  'interrupted',
  'internal',
] as const;

type LocalCode = (typeof LOCAL_CODES)[number];

export const done = <T>(value: T): Result<T> => ({ ok: true, value });

export const stop = (
  exit: Stop['exit'],
  code: LocalCode,
  message: string,
  more: Pick<Stop, 'add'> = {},
): { readonly ok: false; readonly stop: Stop } => ({ ok: false, stop: { exit, code, message, ...more } });
