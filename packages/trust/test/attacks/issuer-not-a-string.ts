import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V2: an issuer that is no string is refused',
  tokens: (world) =>
    Promise.all([null, 1, {}, ['https://mill.example/ws/acme/oidc']].map((iss) => world.sign({ claims: { iss } }))),
  reason: 'claim-malformed',
  claim: 'iss',
});
