import { attack } from '../support/verify-attack.ts';
import { weakKey } from '../support/verify-keys.ts';
import { MILL, signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: an RSA key of 1024 bits does not verify',
  tokens: async (world) => {
    const key = await weakKey('weak');
    world.publish(MILL, [key.jwk]);
    return [await signToken({ key })];
  },
  reason: 'key-unfit',
});
