import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Attack } from './support/verify-attack.ts';
import { signToken } from './support/verify-token.ts';
import { createWorld } from './support/verify-world.ts';

const folder = new URL('attacks/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));

describe('attacks on verification', async () => {
  for (const file of files) {
    const { default: attack }: { default: Attack } = await import(new URL(file, folder).href);
    it(`${attack.title} (${file})`, async () => {
      const world = await createWorld();
      const tokens = await attack.tokens(world);
      expect(tokens.length).toBeGreaterThan(0);
      for (const token of tokens) {
        const result = await world.verify(token);
        expect(result).toMatchObject({ ok: false, refusal: { reason: attack.reason } });
        if (!result.ok) expect(result.refusal.claim).toBe(attack.claim);
      }
      const allowed = attack.fetches ?? (/^V[12]:/.test(attack.title) ? 0 : undefined);
      if (allowed !== undefined) expect(world.fetched).toHaveLength(allowed);
    });
  }

  it('begins each with a token that is accepted when nothing is changed', async () => {
    expect(await (await createWorld()).verify(await signToken())).toMatchObject({ ok: true });
  });
});
