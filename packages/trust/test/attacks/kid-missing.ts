import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: a token that names no key is refused',
  tokens: () => Promise.all([undefined, '', null, 1, ['first'], {}].map((kid) => signToken({ header: { kid } }))),
  reason: 'header-refused',
  claim: 'kid',
  fetches: 0,
});
