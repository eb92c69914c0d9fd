import { attack } from '../support/verify-attack.ts';
import { START, signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V5: a token that is not valid yet is refused',
  tokens: () => Promise.all([START + 61, START + 600].map((nbf) => signToken({ claims: { nbf } }))),
  reason: 'token-not-yet-valid',
  claim: 'nbf',
});
