import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  only: 'mill',
  title: 'V2: an issuer with a port is another issuer',
  tokens: () =>
    Promise.all(
      [
        'https://mill.example:443/ws/acme/oidc',
        'https://mill.example:8443/ws/acme/oidc',
        'https://forge.example:443',
      ].map((iss) => signToken({ claims: { iss } })),
    ),
  reason: 'issuer-unknown',
});
