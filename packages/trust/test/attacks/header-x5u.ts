import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V4: a certificate that the token names is not fetched',
  tokens: async (world) => [await world.sign({ header: { x5u: 'https://evil.example/cert.pem' } })],
  reason: 'header-refused',
  claim: 'x5u',
  fetches: 0,
});
