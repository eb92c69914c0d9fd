import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  only: 'mill',
  title: 'V2: nothing in an issuer is decoded',
  tokens: () =>
    Promise.all(
      [
        'https://mill.example/ws/ac%6de/oidc',
        'https://mill.example/ws/acme%2foidc/oidc',
        'https://mill.example/ws/%2e%2e/oidc',
        'https://mill%2eexample/ws/acme/oidc',
      ].map((iss) => signToken({ claims: { iss } })),
    ),
  reason: 'issuer-unknown',
});
