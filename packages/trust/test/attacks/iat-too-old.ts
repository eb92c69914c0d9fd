import { attack } from '../support/verify-attack.ts';
import { START } from '../support/verify-token.ts';

export default attack({
  title: 'V5: a token older than the configured age is refused, however long it lives',
  tokens: (world) => Promise.all([START - 3661, START - 20 * 3600].map((iat) => world.sign({ claims: { iat } }))),
  reason: 'token-too-old',
  claim: 'iat',
});
