import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V7: a jti that is no filled string is refused where none is needed',
  tokens: () => Promise.all([null, '', 1, ['a']].map((jti) => signToken({ claims: { jti } }))),
  reason: 'claim-malformed',
  claim: 'jti',
});
