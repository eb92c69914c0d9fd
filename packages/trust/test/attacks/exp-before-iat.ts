import { attack } from '../support/verify-attack.ts';
import { START } from '../support/verify-token.ts';

export default attack({
  title: 'V5: a token that ended before it began is refused',
  tokens: async (world) => [await world.sign({ claims: { iat: START + 30, exp: START } })],
  reason: 'claim-malformed',
  claim: 'exp',
});
