import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';

export default attack({
  title: 'V4: a key carried in the token is not used',
  tokens: async (world) => {
    const key = await testKey('attacker');
    return [await world.sign({ key, header: { kid: 'first', jwk: key.jwk } })];
  },
  reason: 'header-refused',
  claim: 'jwk',
  fetches: 0,
});
