import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V2: a token that names no issuer is refused',
  tokens: async (world) => [await world.sign({ claims: { iss: undefined } })],
  reason: 'claim-missing',
  claim: 'iss',
});
