import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';

export default attack({
  title: 'V4: a key with which every text signs itself does not verify',
  tokens: async (world) => {
    const { jwk } = await testKey('first');
    world.publish(world.honest.issuer, [{ ...jwk, e: 'AQ' }]);
    return [await world.sign()];
  },
  reason: 'key-unfit',
});
