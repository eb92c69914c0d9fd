import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  only: 'mill',
  title: 'V2: what ends like an issuer is not that issuer',
  tokens: () =>
    Promise.all(
      [
        'https://evil.example/https://mill.example/ws/acme/oidc',
        ' https://mill.example/ws/acme/oidc',
        'http://mill.example/ws/acme/oidc',
        'https://evil.example/ws/acme/oidc',
        'mill.example/ws/acme/oidc',
      ].map((iss) => signToken({ claims: { iss } })),
    ),
  reason: 'issuer-unknown',
});
