import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V4: a signature of no bytes is refused',
  tokens: async (world) => [(await world.sign()).replace(/[^.]*$/, '')],
  reason: 'signature-invalid',
});
