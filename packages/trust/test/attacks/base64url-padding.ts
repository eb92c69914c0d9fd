import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V1: padding is refused in every part',
  tokens: async () => {
    const [head, payload, signature] = (await signToken()).split('.');
    return [
      `${head}=.${payload}.${signature}`,
      `${head}.${payload}=.${signature}`,
      `${head}.${payload}.${signature}==`,
    ];
  },
  reason: 'token-malformed',
});
