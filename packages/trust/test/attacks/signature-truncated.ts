import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V4: a part of a signature is refused',
  tokens: async (world) => [(await world.sign()).slice(0, -6)],
  reason: 'signature-invalid',
});
