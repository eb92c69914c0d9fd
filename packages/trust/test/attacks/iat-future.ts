import { attack } from '../support/verify-attack.ts';
import { START } from '../support/verify-token.ts';

export default attack({
  title: 'V5: a token issued in the future is refused',
  tokens: (world) =>
    Promise.all([START + 61, START + 3600, START * 2].map((iat) => world.sign({ claims: { iat, exp: iat + 60 } }))),
  reason: 'token-not-yet-valid',
  claim: 'iat',
});
