import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V1: a token of other than three parts is refused',
  tokens: async (world) => {
    const token = await world.sign();
    const [head, payload] = token.split('.');
    return [`${head}.${payload}`, `${token}.`, `${token}.${payload}`, `.${token}`, 'token', '.', '..'];
  },
  reason: 'token-malformed',
});
