import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: a certificate that the token names is not fetched',
  tokens: async () => [await signToken({ header: { x5u: 'https://evil.example/cert.pem' } })],
  reason: 'header-refused',
  claim: 'x5u',
  fetches: 0,
});
