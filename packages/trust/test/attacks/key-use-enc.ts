import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';
import { MILL, signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: a key for encryption does not verify',
  tokens: async (world) => {
    const { jwk } = await testKey('first');
    world.publish(MILL, [{ ...jwk, use: 'enc' }]);
    return [await signToken()];
  },
  reason: 'key-unfit',
});
