import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V1: padding is refused in every part',
  tokens: async (world) => {
    const [head, payload, signature] = (await world.sign()).split('.');
    return [
      `${head}=.${payload}.${signature}`,
      `${head}.${payload}=.${signature}`,
      `${head}.${payload}.${signature}==`,
    ];
  },
  reason: 'token-malformed',
});
