import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V7: a jti that is no filled string is refused where none is needed',
  tokens: (world) => Promise.all([null, '', 1, ['a']].map((jti) => world.sign({ claims: { jti } }))),
  reason: 'claim-malformed',
  claim: 'jti',
});
