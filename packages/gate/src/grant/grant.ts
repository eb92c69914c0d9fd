/**
 * A grant: what one id_token may still do for one package (rules G and P6). Pure: the store runs the steps as conditional statements,
 * exchange and publish ask here what may happen next.
 *
 *     live --reserve--> reserved --published or staged--> spent
 *      ^                   |  \--cut, time-out--> bound --same bytes again--> reserved
 *      '--refused, absent--'                        \--found upstream--> spent
 */
export type GrantState = 'live' | 'reserved' | 'bound' | 'spent';

/** What a reservation is for: these bytes, under this version and tag, and nothing else. */
export interface Release {
  readonly version: string;
  /** `sha512-...`, computed by the gate. */
  readonly integrity: string;
  /** Hexadecimal SHA-1 of the tarball: all that a stage queue tells of it. Undefined: reserved before it was kept. */
  readonly shasum: string | undefined;
  readonly tag: string;
}

export interface Grant {
  /** SHA-256 (hex) over token id (issuer, JWS signing input), package and action. */
  readonly id: string;
  readonly package: string;
  readonly action: string;
  readonly publisher: string;
  readonly revision: number;
  readonly provider: string;
  readonly issuer: string;
  readonly state: GrantState;
  /** Milliseconds since 1970: the end of the publish token. */
  readonly tokenExpiresAt: number;
  /** Set while reserved, bound or spent. */
  readonly release: Release | undefined;
  /** The reservation: a random id that fences off a writer who lost it, and when anybody may settle it. */
  readonly attempt: string | undefined;
  readonly deadline: number | undefined;
  /** Whether the outcome of an earlier attempt is unknown: then a 409 with equal integrity is our own success (P6). */
  readonly uncertain: boolean;
  /** Spent on a version that was staged, not published: its id in the upstream's stage queue. */
  readonly stageId: string | undefined;
}

/** How long a reservation lives without a sign of life, and how often its holder gives one. Milliseconds. */
export const RESERVATION_MS = 15_000;
export const HEARTBEAT_MS = 3_000;
/** How long a settled grant is kept after its settlement (G4), so that a client's repeat finds it. Milliseconds. */
export const KEEP_SETTLED_MS = 10 * 60_000;

export type ExchangeStep = 'mint' | 'settle' | 'wait' | 'spent';

/** What an exchange may do with a grant that exists already (G1). `wait`: 409 with Retry-After, somebody is publishing with it. */
export function onExchange(grant: Grant, now: number): ExchangeStep {
  switch (grant.state) {
    case 'live':
      return 'mint';
    case 'spent':
      return 'spent';
    case 'bound':
      return 'settle';
    case 'reserved':
      return isAbandoned(grant, now) ? 'settle' : 'wait';
  }
}

export type PublishStep = 'reserve' | 'settle' | 'wait' | 'done' | 'other-bytes' | 'spent' | 'expired';

/**
 * What a publish of this release may do with its grant (P6, P7). `done`: these bytes are published or staged, answer 201 again. `wait`: these
 * bytes are on their way, answer with their outcome. `other-bytes`: only the bytes of the reservation may go again.
 */
export function onPublish(grant: Grant, release: Release, now: number): PublishStep {
  const same = grant.release !== undefined && sameRelease(grant.release, release);
  switch (grant.state) {
    case 'spent':
      return same ? 'done' : 'spent';
    case 'reserved':
      if (isAbandoned(grant, now)) return 'settle';
      return same ? 'wait' : 'other-bytes';
    case 'bound':
      if (!same) return 'other-bytes';
      return now < grant.tokenExpiresAt ? 'reserve' : 'expired';
    case 'live':
      return now < grant.tokenExpiresAt ? 'reserve' : 'expired';
  }
}

/** What is known about an attempt once its answer came, or did not (P6). */
export type Settlement =
  /** The upstream has this version with this integrity. */
  | 'published'
  /** The upstream has these bytes in its stage queue, where people approve them: for the grant the same as published. */
  | 'staged'
  /** The upstream answered in full and has no such version: the grant may be used again. */
  | 'released'
  /** Nobody knows: only the same bytes may go again. */
  | 'unknown';

export function settledState(settlement: Settlement): GrantState {
  switch (settlement) {
    case 'published':
    case 'staged':
      return 'spent';
    case 'released':
      return 'live';
    case 'unknown':
      return 'bound';
  }
}

/** The integrity says everything about the bytes; a shasum beside it is only what a stage queue is searched by. */
export const sameRelease = (a: Release, b: Release): boolean =>
  a.version === b.version && a.integrity === b.integrity && a.tag === b.tag;

/** Nobody has shown a sign of life for it: whoever finds it settles it by asking the upstream (P6). */
export const isAbandoned = (grant: Grant, now: number): boolean =>
  grant.state === 'reserved' && grant.deadline !== undefined && grant.deadline <= now;
