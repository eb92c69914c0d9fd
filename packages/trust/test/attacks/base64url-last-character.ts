import { attack } from '../support/verify-attack.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export default attack({
  title: 'V1: a second spelling of a signature is refused, so that a token has one id',
  tokens: async (world) => {
    const token = await world.sign();
    // 256 bytes end in a character of which only two bits count: the next three decode to the same bytes.
    const last = ALPHABET.indexOf(token.at(-1) ?? '');
    return [1, 2, 3].map((step) => token.slice(0, -1) + ALPHABET.charAt(last + step));
  },
  reason: 'token-malformed',
});
