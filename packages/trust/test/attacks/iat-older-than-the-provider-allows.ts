import { attack } from '../support/verify-attack.ts';
import { START } from '../support/verify-token.ts';

export default attack({
  title: 'V5: a token older than its provider allows is refused, though the gate would take it',
  applies: ({ honest }) => (honest.provider.maxTokenAgeSeconds ?? 3600) < 3600,
  tokens: async (world) => [
    await world.sign({ claims: { iat: START - (world.honest.provider.maxTokenAgeSeconds ?? 0) - 61 } }),
  ],
  reason: 'token-too-old',
  claim: 'iat',
});
