import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  only: 'mill',
  title: 'V2: the segment is one segment',
  tokens: () =>
    Promise.all(
      [
        'https://mill.example/ws/../oidc',
        'https://mill.example/ws/a/b/oidc',
        'https://mill.example/ws/a/../acme/oidc',
        'https://mill.example/ws/acme\\oidc',
        'https://mill.example/ws//oidc',
        'https://mill.example/ws/oidc',
        'https://mill.example/ws/./oidc',
        'https://mill.example/ws/acme;x/oidc',
      ].map((iss) => signToken({ claims: { iss } })),
    ),
  reason: 'issuer-unknown',
});
