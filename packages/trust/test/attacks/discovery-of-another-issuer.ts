import { attack } from '../support/verify-attack.ts';
import { MILL, signToken } from '../support/verify-token.ts';
import { discoveryUrl, json } from '../support/verify-world.ts';

export default attack({
  title: 'V3: a discovery document that names another issuer is not believed',
  tokens: async (world) => {
    world.answers.set(discoveryUrl(MILL), json({ issuer: `${MILL}/`, jwks_uri: `${MILL}/keys.json` }));
    return [await signToken()];
  },
  reason: 'issuer-misconfigured',
  fetches: 1,
});
