import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: a signature of no bytes is refused',
  tokens: async () => [(await signToken()).replace(/[^.]*$/, '')],
  reason: 'signature-invalid',
});
