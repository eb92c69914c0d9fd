import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V4: another RSA algorithm than the provider signs with is refused',
  tokens: (world) =>
    Promise.all(['RS384', 'PS256', 'ES256', 'EdDSA', 'rs256', 'RS256 '].map((alg) => world.sign({ header: { alg } }))),
  reason: 'algorithm-refused',
  claim: 'alg',
});
