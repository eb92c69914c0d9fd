import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V7: a claim that the provider needs and the token lacks is a refusal',
  tokens: async () => [await signToken({ claims: { repositoryUuid: undefined } })],
  reason: 'claim-missing',
  claim: 'repositoryUuid',
});
