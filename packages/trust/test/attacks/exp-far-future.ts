import { attack } from '../support/verify-attack.ts';
import { START } from '../support/verify-token.ts';

export default attack({
  title: 'V5: a token for longer than a day is refused',
  tokens: (world) => Promise.all([START - 10 + 24 * 3600 + 1, START * 2].map((exp) => world.sign({ claims: { exp } }))),
  reason: 'token-lifetime-too-long',
  claim: 'exp',
});
