import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  only: 'mill',
  title: 'V2: letters that look alike are other letters',
  tokens: () =>
    Promise.all(
      [
        'https://mi\u04cfl.example/ws/acme/oidc',
        'https://mill.example/ws/\u0430cme/oidc',
        'https://mill\u3002example/ws/acme/oidc',
        'https://mill.example/ws/ac\u00admeh/oidc',
      ].map((iss) => signToken({ claims: { iss } })),
    ),
  reason: 'issuer-unknown',
});
