import { attack } from '../support/verify-attack.ts';
import { MILL, signToken } from '../support/verify-token.ts';
import { discoveryUrl } from '../support/verify-world.ts';

export default attack({
  title: 'V3: a discovery document that is no JSON object is not believed',
  tokens: async (world) => {
    world.answers.set(discoveryUrl(MILL), { ok: true, body: `{"issuer":"x","issuer":"${MILL}"}` });
    return [await signToken()];
  },
  reason: 'issuer-misconfigured',
  fetches: 1,
});
