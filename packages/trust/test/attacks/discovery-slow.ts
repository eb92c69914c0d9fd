import { attack } from '../support/verify-attack.ts';
import { discoveryUrl } from '../support/verify-world.ts';

export default attack({
  title: 'V3: a slow issuer is given up, and said to be worth another try',
  tokens: async (world) => {
    world.answers.set(discoveryUrl(world.honest.issuer), { ok: false, cause: 'timeout' });
    return [await world.sign()];
  },
  reason: 'issuer-unreachable',
  fetches: 1,
});
