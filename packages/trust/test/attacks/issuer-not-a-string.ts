import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V2: an issuer that is no string is refused',
  tokens: () =>
    Promise.all([null, 1, {}, ['https://mill.example/ws/acme/oidc']].map((iss) => signToken({ claims: { iss } }))),
  reason: 'claim-malformed',
  claim: 'iss',
});
