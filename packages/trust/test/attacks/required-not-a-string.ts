import { attack, needed } from '../support/verify-attack.ts';

export default attack({
  title: 'V7: a needed claim that is no filled string is refused',
  tokens: (world) =>
    Promise.all(
      [null, '', 1, true, ['{r}'], { toString: '{r}' }].map((value) =>
        world.sign({ claims: { aud: world.honest.audience, [needed(world)]: value } }),
      ),
    ),
  reason: 'claim-malformed',
  claim: needed,
});
