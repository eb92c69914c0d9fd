import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V1: a token of other than three parts is refused',
  tokens: async () => {
    const token = await signToken();
    const [head, payload] = token.split('.');
    return [`${head}.${payload}`, `${token}.`, `${token}.${payload}`, `.${token}`, 'token', '.', '..'];
  },
  reason: 'token-malformed',
});
