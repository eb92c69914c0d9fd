import { SignJWT } from 'jose';
import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';

export default attack({
  title: 'V4: an HMAC made with the public key is refused',
  tokens: async (world) => {
    const { jwk } = await testKey('first');
    const secrets = [jwk.n ?? '', JSON.stringify(jwk)];
    return Promise.all(
      secrets.map((secret) =>
        new SignJWT({ ...world.honest.claims })
          .setProtectedHeader({ alg: 'HS256', kid: 'first' })
          .sign(new TextEncoder().encode(secret)),
      ),
    );
  },
  reason: 'algorithm-refused',
  claim: 'alg',
});
