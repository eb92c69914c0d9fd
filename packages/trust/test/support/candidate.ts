import type { Candidate } from '../../src/publisher/model.ts';
import type { ProviderFixture } from './fixture.ts';

/** A stored publisher with everything the fixture configures; `changes` replace parts of it. */
export function candidateOf(fixture: ProviderFixture, changes: Partial<Candidate> = {}): Candidate {
  return {
    id: '11111111-2222-4333-8444-555555555555',
    type: fixture.provider.type,
    claims: fixture.configured,
    permissions: ['createPackage'],
    pins: undefined,
    paused: false,
    createdAt: 1_790_000_000_000,
    ...changes,
  };
}
