import { attack } from '../support/verify-attack.ts';
import { discoveryUrl } from '../support/verify-world.ts';

export default attack({
  title: 'V3: an issuer at a refused address is not asked',
  tokens: async (world) => {
    world.answers.set(discoveryUrl(world.honest.issuer), { ok: false, cause: 'address-refused' });
    return [await world.sign()];
  },
  reason: 'issuer-misconfigured',
  fetches: 1,
});
