import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';

export default attack({
  title: 'V4: of two keys with one kid none is taken',
  tokens: async (world) => {
    const { jwk } = await testKey('first');
    world.publish(world.honest.issuer, [jwk, { ...(await testKey('attacker')).jwk, kid: 'first' }]);
    return [await world.sign()];
  },
  reason: 'key-unfit',
});
