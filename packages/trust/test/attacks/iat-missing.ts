import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V5: a token without iat is refused',
  tokens: async () => [await signToken({ claims: { iat: undefined } })],
  reason: 'claim-missing',
  claim: 'iat',
});
