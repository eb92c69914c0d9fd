import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V5: a token without exp is refused',
  tokens: async () => [await signToken({ claims: { exp: undefined } })],
  reason: 'claim-missing',
  claim: 'exp',
});
