import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V4: a certificate carried in the token is not used',
  tokens: async (world) => [await world.sign({ header: { x5c: ['MIIB'] } })],
  reason: 'header-refused',
  claim: 'x5c',
  fetches: 0,
});
