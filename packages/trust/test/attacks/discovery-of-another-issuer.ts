import { attack } from '../support/verify-attack.ts';
import { discoveryUrl, json } from '../support/verify-world.ts';

export default attack({
  title: 'V3: a discovery document that names another issuer is not believed',
  tokens: async (world) => {
    world.answers.set(
      discoveryUrl(world.honest.issuer),
      json({ issuer: `${world.honest.issuer}/`, jwks_uri: `${world.honest.issuer}/keys.json` }),
    );
    return [await world.sign()];
  },
  reason: 'issuer-misconfigured',
  fetches: 1,
});
