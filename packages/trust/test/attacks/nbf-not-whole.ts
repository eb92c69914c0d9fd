import { attack } from '../support/verify-attack.ts';
import { START, signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V5: nbf is a whole number of seconds, no string and no fraction',
  tokens: () =>
    Promise.all(
      [`${START}`, START + 0.5, -1, null, true, [START], {}, 2 ** 60].map((nbf) => signToken({ claims: { nbf } })),
    ),
  reason: 'claim-malformed',
  claim: 'nbf',
});
