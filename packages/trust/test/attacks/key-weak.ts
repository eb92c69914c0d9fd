import { attack } from '../support/verify-attack.ts';
import { weakKey } from '../support/verify-keys.ts';

export default attack({
  title: 'V4: an RSA key of 1024 bits does not verify',
  tokens: async (world) => {
    const key = await weakKey('weak');
    world.publish(world.honest.issuer, [key.jwk]);
    return [await world.sign({ key })];
  },
  reason: 'key-unfit',
});
