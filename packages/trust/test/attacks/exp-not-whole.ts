import { attack } from '../support/verify-attack.ts';
import { START } from '../support/verify-token.ts';

export default attack({
  title: 'V5: exp is a whole number of seconds, no string and no fraction',
  tokens: (world) =>
    Promise.all(
      [`${START + 60}`, START + 60 + 0.5, -1, null, true, [START], {}, 2 ** 60].map((exp) =>
        world.sign({ claims: { exp } }),
      ),
    ),
  reason: 'claim-malformed',
  claim: 'exp',
});
