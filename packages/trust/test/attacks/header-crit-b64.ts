import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: crit is refused whatever it lists',
  tokens: () => Promise.all([['b64'], ['exp'], ['kid', 'alg'], null].map((crit) => signToken({ header: { crit } }))),
  reason: 'header-refused',
  claim: 'crit',
});
