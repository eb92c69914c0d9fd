import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V1: a payload that is no JSON object is refused',
  tokens: (world) =>
    Promise.all(
      ['[]', 'null', '"text"', '1', '', '{', '{}x', '\u{feff}{}'].map((payloadText) => world.sign({ payloadText })),
    ),
  reason: 'token-malformed',
});
