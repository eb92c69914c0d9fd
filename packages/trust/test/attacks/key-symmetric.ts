import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';

export default attack({
  title: 'V4: a symmetric key in a key set does not verify',
  tokens: async (world) => {
    const { jwk } = await testKey('first');
    world.publish(world.honest.issuer, [{ ...jwk, kty: 'oct', k: 'c2VjcmV0' }]);
    return [await world.sign()];
  },
  reason: 'key-unfit',
});
