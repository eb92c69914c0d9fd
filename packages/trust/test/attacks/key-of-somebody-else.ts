import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: "V4: another key under the issuer's kid is refused",
  tokens: async () => [await signToken({ key: await testKey('attacker'), header: { kid: 'first' } })],
  reason: 'signature-invalid',
});
