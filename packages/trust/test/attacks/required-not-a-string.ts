import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V7: a needed claim that is no filled string is refused',
  tokens: () =>
    Promise.all(
      [null, '', 1, true, ['{r}'], { toString: '{r}' }].map((repositoryUuid) =>
        signToken({ claims: { repositoryUuid } }),
      ),
    ),
  reason: 'claim-malformed',
  claim: 'repositoryUuid',
});
