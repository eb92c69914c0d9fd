import { attack } from '../support/verify-attack.ts';
import { discoveryUrl } from '../support/verify-world.ts';

export default attack({
  title: 'V3: a discovery document that is too large is not read',
  tokens: async (world) => {
    world.answers.set(discoveryUrl(world.honest.issuer), { ok: false, cause: 'too-large' });
    return [await world.sign()];
  },
  reason: 'issuer-misconfigured',
  fetches: 1,
});
