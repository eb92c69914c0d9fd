import { base64url } from 'jose';
import { attack } from '../support/verify-attack.ts';

const encode = (value: unknown) => base64url.encode(JSON.stringify(value));
const unsigned = (header: object, claims: object) => `${encode(header)}.${encode(claims)}.`;

export default attack({
  title: 'V4: an unsigned token is refused, however none is spelled',
  tokens: async (world) =>
    ['none', 'None', 'NONE', 'nOnE', ''].map((alg) => unsigned({ alg, kid: 'first' }, world.honest.claims)),
  reason: 'algorithm-refused',
  claim: 'alg',
});
