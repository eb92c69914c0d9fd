import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V4: an alg that is no string is refused',
  tokens: (world) =>
    Promise.all([undefined, null, 256, ['RS256'], { alg: 'RS256' }].map((alg) => world.sign({ header: { alg } }))),
  reason: 'algorithm-refused',
  claim: 'alg',
});
