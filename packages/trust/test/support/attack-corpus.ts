import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Attack, isTriedOn, mustFail } from './verify-attack.ts';
import { createWorld, type Subject } from './verify-world.ts';

const folder = new URL('../attacks/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));

/** Every attack of the corpus that there is on this provider, each a test. */
export async function attackCorpus(subject: Subject): Promise<void> {
  const probe = await createWorld({}, subject);
  const attacks: readonly (readonly [string, Attack])[] = await Promise.all(
    files.map(async (file) => {
      const { default: attack }: { default: Attack } = await import(new URL(file, folder).href);
      return [file, attack] as const;
    }),
  );
  describe(`attacks on verification: ${subject.provider.type}`, () => {
    it('begins each with a token that is accepted when nothing is changed', async () => {
      const world = await createWorld({}, subject);
      expect(await world.verify(await world.sign())).toMatchObject({ ok: true });
    });

    for (const [file, attack] of attacks.filter(([, one]) => isTriedOn(one, probe))) {
      it(`${attack.title} (${file})`, async () => mustFail(attack, await createWorld({}, subject)));
    }
  });
}
