import { attack } from '../support/verify-attack.ts';
import { MILL, signToken } from '../support/verify-token.ts';
import { discoveryUrl } from '../support/verify-world.ts';

export default attack({
  title: 'V3: a discovery document that is too large is not read',
  tokens: async (world) => {
    world.answers.set(discoveryUrl(MILL), { ok: false, cause: 'too-large' });
    return [await signToken()];
  },
  reason: 'issuer-misconfigured',
  fetches: 1,
});
