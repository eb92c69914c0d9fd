import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  only: 'mill',
  title: 'V2: an issuer with a slash more is another issuer',
  tokens: () =>
    Promise.all(
      [
        'https://mill.example/ws/acme/oidc/',
        'https://mill.example/ws/acme/oidc//',
        'https://mill.example//ws/acme/oidc',
        'https://forge.example/',
        'https://mill.example/ws/acme//oidc',
      ].map((iss) => signToken({ claims: { iss } })),
    ),
  reason: 'issuer-unknown',
});
