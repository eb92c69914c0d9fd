import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';
import { MILL, signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: a key for another algorithm does not verify',
  tokens: async (world) => {
    const { jwk } = await testKey('first');
    world.publish(MILL, [{ ...jwk, alg: 'RS512' }]);
    return [await signToken()];
  },
  reason: 'key-unfit',
});
