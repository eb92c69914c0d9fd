import { attack } from '../support/verify-attack.ts';
import type { World } from '../support/verify-world.ts';

/** What claims say of runs for code that anybody may propose, wherever it is known. */
const UNTRUSTED = [
  'fork',
  'pull_request_target',
  'pull_request',
  'mallory:main',
  'refs/pull/1/merge',
  'a/PR-1',
  true,
  '99',
];

/** Every rule of the provider with a claim that it refuses. */
const refusedRuns = ({ honest }: World) =>
  honest.provider.refuses.flatMap(({ claim, refused }) => {
    const value = UNTRUSTED.find((one) => refused({ ...honest.claims, [claim]: one }));
    return value === undefined ? [] : [{ [claim]: value }];
  });

export default attack({
  title: 'V9: a run that the provider refuses cannot publish',
  applies: (world) => refusedRuns(world).length > 0,
  tokens: async (world) => [await world.sign({ claims: refusedRuns(world)[0] ?? {} })],
  reason: 'event-refused',
  claim: (world) => Object.keys(refusedRuns(world)[0] ?? {})[0],
});
