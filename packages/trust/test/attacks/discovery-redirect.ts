import { attack } from '../support/verify-attack.ts';
import { discoveryUrl } from '../support/verify-world.ts';

export default attack({
  title: 'V3: a redirect of the discovery is not followed',
  tokens: async (world) => {
    world.answers.set(discoveryUrl(world.honest.issuer), { ok: false, cause: 'redirect', status: 302 });
    return [await world.sign()];
  },
  reason: 'issuer-misconfigured',
  fetches: 1,
});
