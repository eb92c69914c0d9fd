import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V4: a key that the issuer does not publish is unknown',
  tokens: async (world) => [await world.sign({ header: { kid: 'second' } })],
  reason: 'key-unknown',
});
