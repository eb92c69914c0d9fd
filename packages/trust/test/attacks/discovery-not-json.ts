import { attack } from '../support/verify-attack.ts';
import { discoveryUrl } from '../support/verify-world.ts';

export default attack({
  title: 'V3: a discovery document that is no JSON object is not believed',
  tokens: async (world) => {
    world.answers.set(discoveryUrl(world.honest.issuer), {
      ok: true,
      body: `{"issuer":"x","issuer":"${world.honest.issuer}"}`,
    });
    return [await world.sign()];
  },
  reason: 'issuer-misconfigured',
  fetches: 1,
});
