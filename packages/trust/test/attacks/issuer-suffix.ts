import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  only: 'mill',
  title: 'V2: what begins like an issuer is not that issuer',
  tokens: () =>
    Promise.all(
      [
        'https://mill.example.evil.example/ws/acme/oidc',
        'https://mill.example/ws/acme/oidc?x=1',
        'https://mill.example/ws/acme/oidc#x',
        'https://mill.example/ws/acme/oidc.evil',
        'https://forge.example.evil.example',
        'https://mill.example/ws/acme/oidc\n',
        'https://mill.example/ws/acme/oidc/.well-known',
      ].map((iss) => signToken({ claims: { iss } })),
    ),
  reason: 'issuer-unknown',
});
