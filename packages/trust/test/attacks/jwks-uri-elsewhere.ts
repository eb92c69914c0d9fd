import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';
import { discoveryUrl, json } from '../support/verify-world.ts';

const ELSEWHERE = [
  'https://evil.example/keys.json',
  'http://mill.example/keys.json',
  'https://mill.example:8443/keys.json',
  'https://mill.example.evil.example/keys.json',
  'https://user@mill.example/keys.json',
  'blob:https://mill.example/keys.json',
  'file:///etc/passwd',
  '/keys.json',
  ['https://mill.example/keys.json'],
];

export default attack({
  only: 'mill',
  title: "V3: keys are fetched from the issuer's own origin only",
  tokens: (world) =>
    Promise.all(
      ELSEWHERE.map((uri, index) => {
        const iss = `https://mill.example/ws/acme${index}/oidc`;
        world.answers.set(discoveryUrl(iss), json({ issuer: iss, jwks_uri: uri }));
        return signToken({ claims: { iss } });
      }),
    ),
  reason: 'issuer-misconfigured',
  fetches: ELSEWHERE.length,
});
