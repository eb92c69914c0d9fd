import type { TokenRefusal } from '../../src/verify/model.ts';
import type { World } from './verify-world.ts';

/** One attack on the verification: a token, and the exact refusal that must meet it. */
export interface Attack {
  /** Begins with the rule that it tries to break. */
  readonly title: string;
  /** In the order of their making; each must be refused alike. */
  readonly tokens: (world: World) => Promise<readonly string[]> | readonly string[];
  readonly reason: TokenRefusal['reason'];
  readonly claim?: string;
  /** How many requests the attack may cause; left out: none for V1 and V2, not counted for others. */
  readonly fetches?: number;
}

export const attack = (described: Attack): Attack => described;
