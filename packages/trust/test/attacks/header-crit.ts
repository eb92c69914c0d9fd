import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V4: extensions that must be understood are refused',
  tokens: async (world) => [await world.sign({ header: { crit: [] } })],
  reason: 'header-refused',
  claim: 'crit',
  fetches: 0,
});
