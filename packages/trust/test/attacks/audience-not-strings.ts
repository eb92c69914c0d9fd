import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V6: an audience that is no string, or a list of other things, is refused',
  tokens: (world) =>
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
      ].map((aud) => world.sign({ claims: { aud } })),
    ),
  reason: 'claim-malformed',
  claim: 'aud',
});
