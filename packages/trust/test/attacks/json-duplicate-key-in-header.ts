import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V1: a header with a key twice is refused',
  tokens: (world) =>
    Promise.all([
      world.sign({ headerText: '{"alg":"none","kid":"first","alg":"RS256"}' }),
      world.sign({ headerText: '{"alg":"RS256","kid":"first","\\u0061lg":"RS256"}' }),
    ]),
  reason: 'token-malformed',
});
