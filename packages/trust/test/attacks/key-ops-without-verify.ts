import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';

export default attack({
  title: 'V4: a key whose operations leave out verify does not verify',
  tokens: async (world) => {
    const { jwk } = await testKey('first');
    world.publish(world.honest.issuer, [{ ...jwk, key_ops: ['encrypt'] }]);
    return [await world.sign()];
  },
  reason: 'key-unfit',
});
