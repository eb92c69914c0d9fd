import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: an unencoded payload is refused, and even its mention',
  tokens: async () => [await signToken({ header: { b64: true } })],
  reason: 'header-refused',
  claim: 'b64',
  fetches: 0,
});
