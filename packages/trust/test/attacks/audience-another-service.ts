import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V6: a token made for another service too is refused',
  tokens: (world) =>
    Promise.all(
      [
        [world.honest.audience, 'sts.amazonaws.com'],
        ['vault', world.honest.audience],
        ...world.honest.companion.map((companion) => [companion, world.honest.audience, 'vault']),
      ].map((aud) => world.sign({ claims: { aud } })),
    ),
  reason: 'audience-other',
  claim: 'aud',
});
