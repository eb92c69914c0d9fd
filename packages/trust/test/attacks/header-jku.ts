import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V4: a key set that the token names is not fetched',
  tokens: async (world) => [await world.sign({ header: { jku: 'https://evil.example/keys.json' } })],
  reason: 'header-refused',
  claim: 'jku',
  fetches: 0,
});
