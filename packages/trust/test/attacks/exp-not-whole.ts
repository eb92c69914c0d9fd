import { attack } from '../support/verify-attack.ts';
import { START, signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V5: exp is a whole number of seconds, no string and no fraction',
  tokens: () =>
    Promise.all(
      [`${START + 60}`, START + 60 + 0.5, -1, null, true, [START], {}, 2 ** 60].map((exp) =>
        signToken({ claims: { exp } }),
      ),
    ),
  reason: 'claim-malformed',
  claim: 'exp',
});
