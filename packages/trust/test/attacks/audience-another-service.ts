import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V6: a token made for another service too is refused',
  tokens: () =>
    Promise.all(
      [
        ['npm:registry.example.com', 'sts.amazonaws.com'],
        ['mill:ws/{w}', 'npm:registry.example.com', 'vault'],
      ].map((aud) => signToken({ claims: { aud } })),
    ),
  reason: 'audience-other',
  claim: 'aud',
});
