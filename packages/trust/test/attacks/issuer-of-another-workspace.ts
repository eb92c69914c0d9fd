import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  only: 'mill',
  title: 'V2: the owner of another workspace cannot sign for this one',
  tokens: async (world) => {
    const key = await testKey('attacker');
    world.publish('https://mill.example/ws/evil/oidc', [key.jwk]);
    return [await signToken({ key })];
  },
  reason: 'key-unknown',
  fetches: 2,
});
