import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: extensions that must be understood are refused',
  tokens: async () => [await signToken({ header: { crit: [] } })],
  reason: 'header-refused',
  claim: 'crit',
  fetches: 0,
});
