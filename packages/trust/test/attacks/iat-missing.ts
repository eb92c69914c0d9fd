import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V5: a token without iat is refused',
  tokens: async (world) => [await world.sign({ claims: { iat: undefined } })],
  reason: 'claim-missing',
  claim: 'iat',
});
