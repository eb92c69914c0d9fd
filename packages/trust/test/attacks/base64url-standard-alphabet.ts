import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V1: the other alphabet of Base64 is refused',
  tokens: async (world) => {
    const [head, payload] = (await world.sign()).split('.');
    return ['+', '/'].map((character) => `${head}.${payload}.${character.repeat(4)}`);
  },
  reason: 'token-malformed',
});
