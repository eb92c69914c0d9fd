import { attack } from '../support/verify-attack.ts';
import { START } from '../support/verify-token.ts';

export default attack({
  title: 'V5: nbf is a whole number of seconds, no string and no fraction',
  tokens: (world) =>
    Promise.all(
      [`${START}`, START + 0.5, -1, null, true, [START], {}, 2 ** 60].map((nbf) => world.sign({ claims: { nbf } })),
    ),
  reason: 'claim-malformed',
  claim: 'nbf',
});
