import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V1: white space is refused wherever it stands',
  tokens: async (world) => {
    const token = await world.sign();
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
