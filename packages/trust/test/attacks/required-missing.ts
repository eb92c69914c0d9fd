import { attack, needed } from '../support/verify-attack.ts';

export default attack({
  title: 'V7: a claim that the provider needs and the token lacks is a refusal',
  tokens: async (world) => [await world.sign({ claims: { aud: world.honest.audience, [needed(world)]: undefined } })],
  reason: 'claim-missing',
  claim: needed,
});
