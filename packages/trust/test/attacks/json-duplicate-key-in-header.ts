import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V1: a header with a key twice is refused',
  tokens: () =>
    Promise.all([
      signToken({ headerText: '{"alg":"none","kid":"first","alg":"RS256"}' }),
      signToken({ headerText: '{"alg":"RS256","kid":"first","\\u0061lg":"RS256"}' }),
    ]),
  reason: 'token-malformed',
});
