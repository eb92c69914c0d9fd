import { attack } from '../support/verify-attack.ts';
import { AUDIENCE } from '../support/verify-token.ts';

export default attack({
  title: 'V6: of a provider whose audience is fixed, only that one is taken: nobody else could have made another',
  applies: ({ honest }) => honest.provider.fixedAudience !== undefined,
  tokens: (world) => Promise.all([AUDIENCE, [AUDIENCE]].map((aud) => world.sign({ claims: { aud } }))),
  reason: 'audience-missing',
  claim: 'aud',
});
