import { attack } from '../support/verify-attack.ts';
import { millClaims, signToken } from '../support/verify-token.ts';

const payloadText = JSON.stringify(millClaims).replace(/"exp":\d+/, '"exp":1e400');

export default attack({
  title: 'V5: an exp too large for a number is refused',
  tokens: async () => [await signToken({ payloadText })],
  reason: 'claim-malformed',
  claim: 'exp',
});
