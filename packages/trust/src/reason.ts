/**
 * Why an id_token was accepted or refused: a closed list. A code never changes its meaning; docs/errors.md explains each (a test
 * holds that list, documentation and this type are equal).
 */
export const REASONS = [
  'accepted',
  // The token cannot be read (V1).
  'token-missing',
  'token-too-large',
  'token-malformed',
  // Its issuer (V2, V3).
  'issuer-unknown',
  'issuer-disabled',
  'workspace-not-accepted',
  'issuer-unreachable',
  'issuer-misconfigured',
  // Header and signature (V4).
  'header-refused',
  'algorithm-refused',
  'key-unknown',
  'key-unfit',
  'signature-invalid',
  // Claims (V5, V6, V7, V9).
  'claim-missing',
  'claim-malformed',
  'issuer-claim-mismatch',
  'token-expired',
  'token-not-yet-valid',
  'token-too-old',
  'token-lifetime-too-long',
  'audience-missing',
  'audience-workspace',
  'audience-other',
  'event-refused',
  // The decision (D).
  'no-publisher',
  'no-match',
  // The grant (G1).
  'grant-spent',
  'grant-in-use',
  'token-replayed',
  'publisher-changed',
] as const;

export type Reason = (typeof REASONS)[number];
