import { attack } from '../support/verify-attack.ts';
import { START, signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V5: an expired token is refused from the end of the leeway on',
  tokens: () => Promise.all([START - 60, START - 61, 0].map((exp) => signToken({ claims: { exp } }))),
  reason: 'token-expired',
  claim: 'exp',
});
