import { base64url } from 'jose';
import { attack } from '../support/verify-attack.ts';
import { signParts } from '../support/verify-token.ts';

export default attack({
  title: 'V1: bytes that are no UTF-8 are refused, not replaced',
  tokens: async () => {
    const payload = base64url.encode(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]));
    return [await signParts(base64url.encode('{"alg":"RS256","kid":"first"}'), payload)];
  },
  reason: 'token-malformed',
});
