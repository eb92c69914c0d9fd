import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';
import { MILL, signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: of two keys with one kid none is taken',
  tokens: async (world) => {
    const { jwk } = await testKey('first');
    world.publish(MILL, [jwk, { ...(await testKey('attacker')).jwk, kid: 'first' }]);
    return [await signToken()];
  },
  reason: 'key-unfit',
});
