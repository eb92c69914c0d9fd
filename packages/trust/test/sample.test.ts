import { expect, it } from 'vitest';
import { decide } from '../src/decide/index.ts';
import { sampleToken } from '../src/setup/index.ts';
import { fixtures } from './fixtures/index.ts';
import { candidateOf } from './support/candidate.ts';
import { identityOf } from './support/identity.ts';

it.each(fixtures.map((fixture) => [fixture.provider.type, fixture] as const))(
  '%s: the sample token is one that this publisher accepts, with nothing optional that it does not demand',
  (type, fixture) => {
    const { provider, issuer, configured } = fixture;
    const required = provider.fields.filter((field) => field.required).map(({ claim }) => [claim, configured[claim]]);
    for (const claims of [configured, Object.fromEntries(required) as typeof configured]) {
      const sample = sampleToken({ claims }, provider, issuer, 'npm:npm.acme.example');
      expect(sample).toMatchObject({ iss: issuer });
      expect([sample['aud']].flat()).toContain('npm:npm.acme.example');
      const decision = decide(identityOf(type, issuer, sample), [candidateOf(fixture, { claims })], [provider]);
      expect(decision.outcome).toBe('accepted');
      expect(provider.refuses.filter(({ refused }) => refused(sample))).toEqual([]);
      for (const { claim, missing } of provider.fields.filter((field) => !Object.hasOwn(claims, field.claim))) {
        if (missing !== undefined) expect(sample, claim).not.toHaveProperty([claim]);
      }
    }
  },
);
