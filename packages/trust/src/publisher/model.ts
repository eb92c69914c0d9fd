import type { ClaimValue } from '../claims.ts';

/** What a publisher lets a run do: npm's words. */
export type Permission = 'createPackage' | 'createStagedPackage';
export const PERMISSIONS: readonly Permission[] = ['createPackage', 'createStagedPackage'];

/** A trusted publisher as it travels: INTERFACE "A trusted publisher". */
export interface TrustedPublisher {
  readonly id: string;
  readonly type: string;
  /** Exact; left out, the provider's public (or `default`) issuer is meant. */
  readonly issuer?: string;
  readonly claims: Readonly<Record<string, ClaimValue>>;
  readonly permissions: readonly Permission[];
  readonly note?: string;
  /** The longest life of its publish tokens, in whole seconds; left out, as long as the gate gives. It never makes one longer (G4). */
  readonly tokenLifetime?: number;
}

/** What the first accepted exchange pinned (D2): claim names to values, `iss` among them. */
export type Pins = Readonly<Record<string, string>>;

/** A trusted publisher as the decision looks at it. */
export interface Candidate extends TrustedPublisher {
  readonly pins: Pins | undefined;
  readonly paused: boolean;
  /** Milliseconds since 1970; the older of two that hold is chosen (D1). */
  readonly createdAt: number;
}
