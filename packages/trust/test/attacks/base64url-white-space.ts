import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V1: white space is refused wherever it stands',
  tokens: async () => {
    const token = await signToken();
    return [
      ` ${token}`,
      `${token} `,
      `${token}\n`,
      token.replace('.', '.\t'),
      token.replace('.', '\r\n.'),
      `\u00a0${token}`,
    ];
  },
  reason: 'token-malformed',
});
