import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V6: a token without audience is refused',
  tokens: () => Promise.all([undefined].map((aud) => signToken({ claims: { aud } }))),
  reason: 'audience-missing',
  claim: 'aud',
});
