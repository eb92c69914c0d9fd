import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: a key that the issuer does not publish is unknown',
  tokens: async () => [await signToken({ header: { kid: 'second' } })],
  reason: 'key-unknown',
});
