import { expect } from 'vitest';
import type { TokenRefusal } from '../../src/verify/model.ts';
import type { World } from './verify-world.ts';

/** One attack on the verification: a token, and the exact refusal that must meet it. */
export interface Attack {
  /** Begins with the rule that it tries to break. */
  readonly title: string;
  /** Its addresses are those of one invented provider. Left out: it is tried on every provider. */
  readonly only?: 'mill';
  /** Whether there is anything to attack. Left out: always. */
  readonly applies?: (world: World) => boolean;
  /** In the order of their making; each must be refused alike. */
  readonly tokens: (world: World) => Promise<readonly string[]> | readonly string[];
  readonly reason: TokenRefusal['reason'];
  readonly claim?: string | ((world: World) => string | undefined);
  /** How many requests the attack may cause; left out: none for V1 and V2, not counted for others. */
  readonly fetches?: number;
}

export const attack = (described: Attack): Attack => described;

/** A claim that every token of this provider must have. */
export const needed = ({ honest }: World): string => honest.provider.required.find((claim) => claim !== 'jti') ?? '';

/** Whether the attack is one on this world's provider. */
export const isTriedOn = ({ only, applies }: Attack, world: World): boolean =>
  (only === undefined || only === world.honest.provider.type) && (applies?.(world) ?? true);

/** Carries it out. */
export async function mustFail(attack: Attack, world: World): Promise<void> {
  const tokens = await attack.tokens(world);
  expect(tokens.length).toBeGreaterThan(0);
  const claim = typeof attack.claim === 'function' ? attack.claim(world) : attack.claim;
  for (const token of tokens) {
    const result = await world.verify(token);
    expect(result).toMatchObject({ ok: false, refusal: { reason: attack.reason } });
    if (!result.ok) expect(result.refusal.claim).toBe(claim);
  }
  const unread = /^V[12]:/.test(attack.title) && attack.reason !== 'issuer-claim-mismatch';
  const allowed = attack.fetches ?? (unread ? 0 : undefined);
  if (allowed !== undefined) expect(world.fetched).toHaveLength(allowed);
}
