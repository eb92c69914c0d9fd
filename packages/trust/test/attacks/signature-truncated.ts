import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: a part of a signature is refused',
  tokens: async () => [(await signToken()).slice(0, -6)],
  reason: 'signature-invalid',
});
