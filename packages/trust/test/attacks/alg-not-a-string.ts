import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: an alg that is no string is refused',
  tokens: () =>
    Promise.all([undefined, null, 256, ['RS256'], { alg: 'RS256' }].map((alg) => signToken({ header: { alg } }))),
  reason: 'algorithm-refused',
  claim: 'alg',
});
