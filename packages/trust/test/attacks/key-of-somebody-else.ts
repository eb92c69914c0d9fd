import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';

export default attack({
  title: "V4: another key under the issuer's kid is refused",
  tokens: async (world) => [await world.sign({ key: await testKey('attacker'), header: { kid: 'first' } })],
  reason: 'signature-invalid',
});
