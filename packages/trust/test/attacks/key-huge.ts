import { base64url } from 'jose';
import { MAX_RSA_BITS } from '../../src/limits.ts';
import { attack } from '../support/verify-attack.ts';

const modulus = base64url.encode(new Uint8Array(MAX_RSA_BITS / 8 + 1).fill(0xff));

export default attack({
  title: 'V4: a key so large that verifying with it takes long does not verify',
  tokens: async (world) => {
    world.publish(world.honest.issuer, [{ kty: 'RSA', kid: 'first', n: modulus, e: 'AQAB' }]);
    return [await world.sign()];
  },
  reason: 'key-unfit',
});
