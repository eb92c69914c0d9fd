import { attack } from '../support/verify-attack.ts';

const overflow = (claims: object) => JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e400');

export default attack({
  title: 'V5: an exp too large for a number is refused',
  tokens: async (world) => [await world.sign({ payloadText: overflow(world.honest.claims) })],
  reason: 'claim-malformed',
  claim: 'exp',
});
