import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';
import { MILL, signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: a key with which every text signs itself does not verify',
  tokens: async (world) => {
    const { jwk } = await testKey('first');
    world.publish(MILL, [{ ...jwk, e: 'AQ' }]);
    return [await signToken()];
  },
  reason: 'key-unfit',
});
