import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V6: the bare workspace audience is refused: every service of the workspace accepts it',
  applies: ({ honest }) => honest.companion.length > 0,
  tokens: (world) =>
    Promise.all(
      world.honest.companion.flatMap((own) => [own, [own], [own, own]]).map((aud) => world.sign({ claims: { aud } })),
    ),
  reason: 'audience-workspace',
  claim: 'aud',
});
