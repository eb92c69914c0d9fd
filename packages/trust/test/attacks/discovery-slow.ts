import { attack } from '../support/verify-attack.ts';
import { MILL, signToken } from '../support/verify-token.ts';
import { discoveryUrl } from '../support/verify-world.ts';

export default attack({
  title: 'V3: a slow issuer is given up, and said to be worth another try',
  tokens: async (world) => {
    world.answers.set(discoveryUrl(MILL), { ok: false, cause: 'timeout' });
    return [await signToken()];
  },
  reason: 'issuer-unreachable',
  fetches: 1,
});
