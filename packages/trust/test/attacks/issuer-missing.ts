import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V2: a token that names no issuer is refused',
  tokens: async () => [await signToken({ claims: { iss: undefined } })],
  reason: 'claim-missing',
  claim: 'iss',
});
