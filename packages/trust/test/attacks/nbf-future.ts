import { attack } from '../support/verify-attack.ts';
import { START } from '../support/verify-token.ts';

export default attack({
  title: 'V5: a token that is not valid yet is refused',
  tokens: (world) => Promise.all([START + 61, START + 600].map((nbf) => world.sign({ claims: { nbf } }))),
  reason: 'token-not-yet-valid',
  claim: 'nbf',
});
