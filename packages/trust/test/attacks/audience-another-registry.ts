import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V6: a token made for another registry is refused',
  tokens: (world) =>
    Promise.all(
      [
        'npm:registry.npmjs.example',
        ['npm:other.example'],
        ['mill:ws/{w}', 'vault'],
        'https://registry.example.com',
        'registry.example.com',
        'NPM:registry.example.com',
        'npm:Registry.example.com',
        'npm:registry.example.com/',
        'npm:registry.example.com:443',
      ].map((aud) => world.sign({ claims: { aud } })),
    ),
  reason: 'audience-missing',
  claim: 'aud',
});
