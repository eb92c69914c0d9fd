import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V1: a payload that is no JSON object is refused',
  tokens: () =>
    Promise.all(
      ['[]', 'null', '"text"', '1', '', '{', '{}x', '\u{feff}{}'].map((payloadText) => signToken({ payloadText })),
    ),
  reason: 'token-malformed',
});
