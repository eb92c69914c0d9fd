import { attack } from '../support/verify-attack.ts';
import { START, signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V5: a token that ended before it began is refused',
  tokens: async () => [await signToken({ claims: { iat: START + 30, exp: START } })],
  reason: 'claim-malformed',
  claim: 'exp',
});
