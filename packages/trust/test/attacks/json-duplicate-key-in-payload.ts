import { attack } from '../support/verify-attack.ts';
import { millClaims, signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V1: a payload with a key twice is refused, escaped or nested',
  tokens: () =>
    Promise.all(
      ['"iss":"https://evil.example"', '"\\u0069ss":"x"', '"a":{"b":1,"b":2}', '"a":[{"b":1,"b" : 1}]'].map((member) =>
        signToken({ payloadText: `{${member},${JSON.stringify(millClaims).slice(1)}` }),
      ),
    ),
  reason: 'token-malformed',
});
