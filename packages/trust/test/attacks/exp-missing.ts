import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V5: a token without exp is refused',
  tokens: async (world) => [await world.sign({ claims: { exp: undefined } })],
  reason: 'claim-missing',
  claim: 'exp',
});
