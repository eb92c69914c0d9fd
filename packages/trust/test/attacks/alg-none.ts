import { base64url } from 'jose';
import { attack } from '../support/verify-attack.ts';
import { millClaims } from '../support/verify-token.ts';

const encode = (value: unknown) => base64url.encode(JSON.stringify(value));
const unsigned = (header: object) => `${encode(header)}.${encode(millClaims)}.`;

export default attack({
  title: 'V4: an unsigned token is refused, however none is spelled',
  tokens: async () => ['none', 'None', 'NONE', 'nOnE', ''].map((alg) => unsigned({ alg, kid: 'first' })),
  reason: 'algorithm-refused',
  claim: 'alg',
});
