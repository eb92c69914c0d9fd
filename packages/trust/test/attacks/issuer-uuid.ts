import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  only: 'mill',
  title: 'V2: an organisation that is no lower-case UUID is no issuer',
  tokens: () =>
    Promise.all(
      [
        'https://wheel.example/org/acme',
        'https://wheel.example/org/',
        'https://wheel.example/org/00000000-0000-4000-8000-00000000000A',
        'https://wheel.example/org/00000000-0000-4000-8000-0000000000010',
        'https://wheel.example/org/{00000000-0000-4000-8000-000000000001}',
      ].map((iss) => signToken({ claims: { iss } })),
    ),
  reason: 'issuer-unknown',
});
