import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V6: an audience that is no string, or a list of other things, is refused',
  tokens: () =>
    Promise.all(
      [
        null,
        1,
        {},
        [],
        '',
        ['npm:registry.example.com', ''],
        ['npm:registry.example.com', 1],
        ['npm:registry.example.com', null],
        [['npm:registry.example.com']],
        { 0: 'npm:registry.example.com', length: 1 },
      ].map((aud) => signToken({ claims: { aud } })),
    ),
  reason: 'claim-malformed',
  claim: 'aud',
});
