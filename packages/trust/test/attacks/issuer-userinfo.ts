import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  only: 'mill',
  title: 'V2: an issuer with a user in it is refused',
  tokens: () =>
    Promise.all(
      [
        'https://mill.example@evil.example/ws/acme/oidc',
        'https://user@mill.example/ws/acme/oidc',
        'https://mill.example:x@evil.example/ws/acme/oidc',
      ].map((iss) => signToken({ claims: { iss } })),
    ),
  reason: 'issuer-unknown',
});
