import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: a kid that every object has is no key',
  tokens: () => Promise.all(['__proto__', 'constructor', 'toString'].map((kid) => signToken({ header: { kid } }))),
  reason: 'key-unknown',
});
