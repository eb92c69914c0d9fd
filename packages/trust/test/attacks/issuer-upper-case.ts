import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  only: 'mill',
  title: 'V2: letter case is part of an issuer',
  tokens: () =>
    Promise.all(
      [
        'https://MILL.example/ws/acme/oidc',
        'HTTPS://mill.example/ws/acme/oidc',
        'https://mill.example/ws/Acme/oidc',
        'https://mill.example/ws/acme/OIDC',
      ].map((iss) => signToken({ claims: { iss } })),
    ),
  reason: 'issuer-unknown',
});
