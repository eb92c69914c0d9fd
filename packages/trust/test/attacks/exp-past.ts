import { attack } from '../support/verify-attack.ts';
import { START } from '../support/verify-token.ts';

export default attack({
  title: 'V5: an expired token is refused from the end of the leeway on',
  tokens: (world) => Promise.all([START - 60, START - 61, 0].map((exp) => world.sign({ claims: { exp } }))),
  reason: 'token-expired',
  claim: 'exp',
});
