import { base64url } from 'jose';
import { attack, needed } from '../support/verify-attack.ts';

export default attack({
  title: 'V4: other claims under an honest signature are refused',
  tokens: async (world) => {
    const [head, , signature] = (await world.sign()).split('.');
    const claims = { ...world.honest.claims, [needed(world)]: '{other}' };
    return [`${head}.${base64url.encode(JSON.stringify(claims))}.${signature}`];
  },
  reason: 'signature-invalid',
});
