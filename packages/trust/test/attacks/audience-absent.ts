import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V6: a token without audience is refused',
  tokens: (world) => Promise.all([undefined].map((aud) => world.sign({ claims: { aud } }))),
  reason: 'audience-missing',
  claim: 'aud',
});
