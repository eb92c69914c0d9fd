import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V4: an unencoded payload is refused, and even its mention',
  tokens: async (world) => [await world.sign({ header: { b64: true } })],
  reason: 'header-refused',
  claim: 'b64',
  fetches: 0,
});
