import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V1: the other alphabet of Base64 is refused',
  tokens: async () => {
    const [head, payload] = (await signToken()).split('.');
    return ['+', '/'].map((character) => `${head}.${payload}.${character.repeat(4)}`);
  },
  reason: 'token-malformed',
});
