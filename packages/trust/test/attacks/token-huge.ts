import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V1: a token of more than 16 KiB is not read',
  tokens: async (world) => [await world.sign({ claims: { filler: 'x'.repeat(16 * 1024) } })],
  reason: 'token-too-large',
});
