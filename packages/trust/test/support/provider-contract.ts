import { describe, expect, it } from 'vitest';
import type { Claims } from '../../src/claims.ts';
import { decide } from '../../src/decide/index.ts';
import { claimsSchema, parsePublisher } from '../../src/publisher/index.ts';
import { candidateOf } from './candidate.ts';
import type { ProviderFixture } from './fixture.ts';
import { identityOf } from './identity.ts';

/** What every provider file owes to those who derive from it: validation, decision, flags, forms, snippet, dev issuer. */
export function providerContract(fixture: ProviderFixture): void {
  const { provider, issuer, claims, configured, other, withoutLinks = [] } = fixture;
  const decideOn = (changed: Readonly<Record<string, unknown>>) =>
    decide(identityOf(provider.type, issuer, changed), [candidateOf(fixture)], [provider]);
  const parse = (body: unknown) => parsePublisher(body, { providers: [provider] });
  const failedRules = (changed: Readonly<Record<string, unknown>>) =>
    decideOn(changed)
      .candidates[0]?.rules.filter(({ holds }) => !holds)
      .map(({ claim }) => claim);

  describe(`provider ${provider.type}`, () => {
    it('the fixture configures and varies every field, so that nothing below is skipped', () => {
      const names = provider.fields.map(({ claim }) => claim).sort();
      expect(Object.keys(configured).sort()).toEqual(names);
      expect(Object.keys(other).sort()).toEqual(names);
    });

    it('every field accepts its own example, and the publisher that has them all', () => {
      for (const field of provider.fields) {
        const example = field.forms.includes('all')
          ? [field.example]
          : field.forms.includes('file')
            ? { file: field.example }
            : field.example;
        const answer = parse({ type: provider.type, claims: { ...configured, [field.claim]: example } });
        expect(answer, field.claim).toMatchObject({ ok: true, value: { claims: { [field.claim]: example } } });
      }
      expect(parse({ type: provider.type, claims: configured })).toEqual({
        ok: true,
        value: { type: provider.type, claims: configured, permissions: ['createPackage'] },
      });
    });

    it('a publisher without a required claim cannot exist', () => {
      for (const { claim } of provider.fields.filter(({ required }) => required)) {
        const { [claim]: _left, ...rest } = configured;
        expect(parse({ type: provider.type, claims: rest })).toMatchObject({
          ok: false,
          refusal: { field: `claims.${claim}` },
        });
      }
      expect(provider.fields.some(({ required, identifies }) => required && identifies)).toBe(true);
    });

    it('a real token is accepted by the publisher that names it', () => {
      expect(decideOn(claims)).toMatchObject({
        outcome: 'accepted',
        reason: 'accepted',
        publisher: candidateOf(fixture).id,
      });
    });

    it.each(provider.fields.map(({ claim }) => claim))(
      'V7: a token whose %s differs is refused, with that rule',
      (claim) => {
        const decision = decideOn({ ...claims, [claim]: other[claim] });
        expect(decision).toMatchObject({ outcome: 'refused', reason: 'no-match' });
        expect(failedRules({ ...claims, [claim]: other[claim] })).toContain(claim);
      },
    );

    it.each(provider.fields.map(({ claim }) => claim))('V7: a token without %s is refused, not skipped', (claim) => {
      for (const lacking of [undefined, null, '', [], {}, 7, true, ['']]) {
        const changed = { ...claims, [claim]: lacking };
        expect(decideOn(changed), JSON.stringify(lacking)).toMatchObject({ outcome: 'refused', reason: 'no-match' });
        expect(failedRules(changed)).toContain(claim);
      }
      const rule = decideOn({ ...claims, [claim]: undefined }).candidates[0]?.rules.find(
        (rule) => rule.claim === claim,
      );
      expect(rule).not.toHaveProperty('got');
    });

    it('what the dev issuer mints is a token of this provider, accepted by a publisher made from it', () => {
      const minted: Claims = { jti: 'x', ...provider.token.derive(provider.token.example, issuer) };
      for (const claim of provider.required)
        expect(minted, claim).toMatchObject({ [claim]: expect.stringMatching(/./) });
      expect(provider.refuses.filter(({ refused }) => refused(minted))).toEqual([]);
      const fromExamples = Object.fromEntries(
        provider.fields.map(({ claim, forms, example }) => [
          claim,
          forms.includes('file') ? { file: example } : (minted[claim] ?? example),
        ]),
      );
      const candidate = candidateOf(fixture, { claims: fromExamples as typeof configured });
      expect(decide(identityOf(provider.type, issuer, minted), [candidate], [provider]).outcome).toBe('accepted');
    });

    it('the dev issuer leaves out what is set to null, and keeps what the caller sets', () => {
      for (const { claim } of provider.fields) {
        expect(provider.token.derive({ ...provider.token.example, [claim]: null }, issuer)).not.toHaveProperty([claim]);
        const kept = provider.token.derive({ ...provider.token.example, [claim]: 'kept' }, issuer);
        expect(kept[claim]).toBe('kept');
      }
      expect(provider.token.derive({ ...provider.token.example, sub: 'kept' }, issuer)['sub']).toBe('kept');
    });

    it('A2: every claim of a rule is one that may be shown, and none is both shown and personal', () => {
      expect(provider.shows).toEqual(expect.arrayContaining(provider.fields.map(({ claim }) => claim)));
      expect(provider.shows.filter((claim) => provider.personal.includes(claim))).toEqual([]);
    });

    it('links are https, and absent rather than wrong where claims are missing or would climb', () => {
      const { repository, run } = provider.links;
      for (const [name, link] of Object.entries({ repository, run })) {
        const lacks = withoutLinks.some((without) => without === name);
        expect(link(claims, issuer) ?? '', name).toMatch(lacks ? /^$/ : /^https:\/\/[a-z.]+\/\S+$/);
      }
      expect(repository({}, issuer)).toBeUndefined();
      expect(run({}, issuer)).toBeUndefined();
      for (const evil of ['../..', 'a/../b', 'javascript:alert(1)', 'a b"<>', '\ud800']) {
        const hostile = Object.fromEntries(Object.keys(claims).map((claim) => [claim, evil]));
        for (const link of [repository(hostile, issuer), run(hostile, issuer)]) {
          if (link !== undefined) expect(link).toMatch(/^https:\/\/(?!.*\/\.\.(?:\/|$))[\w.-]+\/[\w%./:()-]+$/);
        }
      }
    });

    it('the snippet and the audience line carry the audience; clients ask for it by themselves where the snippet does not', () => {
      const context = {
        package: '@acme/hello',
        registry: 'https://npm.acme.example',
        audience: 'npm:npm.acme.example',
      };
      const { file, text } = provider.snippet(context);
      expect(file).toMatch(/\.yml$|^Jenkinsfile$/);
      expect(text).toContain(context.registry);
      const audience = provider.fixedAudience ?? context.audience;
      expect(text.includes(audience) || text.includes('id-token: write') || text.includes('@sallyport/ci')).toBe(true);
      expect(provider.audienceYaml(context.audience)).toContain(audience);
      expect(provider.audienceYaml(context.audience)).not.toMatch(/[\r\n]/);
      expect(provider.obtain).toMatch(/\.$/);
    });

    it('flags and patterns are usable as they are: no flag twice, patterns anchored, a schema for each claim', () => {
      const flags = provider.fields.flatMap(({ flag, flagAliases }) => [flag, ...(flagAliases ?? [])]);
      expect(new Set(flags).size).toBe(flags.length);
      for (const { pattern, filePattern, forms } of provider.fields) {
        expect(pattern).toMatch(/^\^.*\$$/);
        expect(forms.includes('file')).toBe(filePattern !== undefined);
      }
      const schema = claimsSchema(provider);
      expect(Object.keys(schema['properties'] as object)).toEqual(provider.fields.map(({ claim }) => claim));
      expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    });

    it('V10: no pattern of a field backtracks for long', () => {
      for (const { pattern, filePattern, maxLength } of provider.fields) {
        for (const part of ['a/', '/', '@', '.yml@', 'refs/', '{', '0', '-', 'a.yml']) {
          const text = `${part.repeat(Math.ceil(maxLength / part.length)).slice(0, maxLength)}\n`;
          for (const source of [pattern, filePattern ?? '^$']) expect(new RegExp(source, 'u').test(text)).toBe(false);
        }
      }
    });
  });
}
