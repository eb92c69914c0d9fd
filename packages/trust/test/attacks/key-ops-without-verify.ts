import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';
import { MILL, signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: a key whose operations leave out verify does not verify',
  tokens: async (world) => {
    const { jwk } = await testKey('first');
    world.publish(MILL, [{ ...jwk, key_ops: ['encrypt'] }]);
    return [await signToken()];
  },
  reason: 'key-unfit',
});
