import { REASONS, type Reason } from '@sallyport/trust';

/**
 * Every code that an error of the gate can carry: the reasons of a decision (packages/trust) and the gate's own. A closed list: a
 * code never changes its meaning. http/errors.ts has the status of each; docs/errors.md explains each; a test holds them equal.
 */
export const GATE_CODES = [
  // The publish token (G, P1).
  'publish-token-malformed',
  'publish-token-unknown',
  'publish-token-expired',
  'publish-token-ended',
  'publish-token-other-package',
  'publish-token-other-request',
  'publish-permission-missing',
  // The document and its tarball (P2, P3, P4).
  'document-malformed',
  'document-too-large',
  'document-other-package',
  'document-several-versions',
  'document-without-tarball',
  'document-attachment-unexpected',
  'document-integrity-mismatch',
  'document-version-invalid',
  'document-tag-refused',
  'tarball-malformed',
  'tarball-too-large',
  'tarball-disagrees',
  // What the upstream said (P6).
  'version-exists',
  'version-conflict',
  'upstream-refused',
  'upstream-unavailable',
  'upstream-credential-missing',
  'upstream-cannot-stage',
  'upstream-credential-refused',
  'publish-unsettled',
  // Who may configure trust (T), and what they sent.
  'unauthorized',
  'forbidden',
  'package-name-invalid',
  'publisher-invalid',
  'publisher-id-invalid',
  'publisher-exists',
  'publisher-not-found',
  // Switching providers and issuers off and on (G3).
  'switch-unknown',
  'switch-configured',
  // People: signing in, and the second factor for a change (T).
  'sign-in-failed',
  'session-expired',
  'second-factor-needed',
  'second-factor-missing',
  'second-factor-failed',
  'confirmation-ended',
  'enrolment-refused',
  'origin-refused',
  'trusted-publishing-only',
  // The request itself (W).
  'write-without-authorization',
  'credential-not-forwarded',
  'request-malformed',
  'request-timeout',
  'path-refused',
  'body-too-large',
  'packument-too-large',
  'rate-limited',
  'not-found',
  'staging-unavailable',
  'shutting-down',
  'internal',
] as const;

export type GateCode = (typeof GATE_CODES)[number];
export type Code = Reason | GateCode;
export const CODES: readonly Code[] = [...REASONS, ...GATE_CODES];

/** A refusal is a value; only faults throw. The message says what happened, why, and what to change; it holds no secret (A2). */
export interface Refusal {
  readonly code: Code;
  readonly message: string;
  /** Seconds after which trying again can help (Retry-After). */
  readonly retryAfter?: number;
}

export const refusal = (code: Code, message: string, retryAfter?: number): Refusal =>
  retryAfter === undefined ? { code, message } : { code, message, retryAfter };
