import { expect, it } from 'vitest';
import { builtInProviders } from '../src/providers/index.ts';
import { fixtures } from './fixtures/index.ts';
import { providerContract } from './support/provider-contract.ts';

it('every built-in provider has a fixture, so that none escapes the contract', () => {
  expect(fixtures.map(({ provider }) => provider)).toEqual(builtInProviders);
});

for (const fixture of fixtures) providerContract(fixture);
