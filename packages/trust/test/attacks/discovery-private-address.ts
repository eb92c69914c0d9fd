import { attack } from '../support/verify-attack.ts';
import { MILL, signToken } from '../support/verify-token.ts';
import { discoveryUrl } from '../support/verify-world.ts';

export default attack({
  title: 'V3: an issuer at a refused address is not asked',
  tokens: async (world) => {
    world.answers.set(discoveryUrl(MILL), { ok: false, cause: 'address-refused' });
    return [await signToken()];
  },
  reason: 'issuer-misconfigured',
  fetches: 1,
});
