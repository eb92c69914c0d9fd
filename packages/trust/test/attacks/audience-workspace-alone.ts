import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V6: the bare workspace audience is refused: every service of the workspace accepts it',
  tokens: () =>
    Promise.all(
      ['mill:ws/{w}', ['mill:ws/{w}'], ['mill:ws/{w}', 'mill:ws/{w}']].map((aud) => signToken({ claims: { aud } })),
    ),
  reason: 'audience-workspace',
  claim: 'aud',
});
