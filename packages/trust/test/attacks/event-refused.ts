import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V9: a run that the provider refuses cannot publish',
  tokens: async () => [await signToken({ claims: { event: 'fork' } })],
  reason: 'event-refused',
  claim: 'event',
});
