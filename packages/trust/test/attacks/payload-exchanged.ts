import { base64url } from 'jose';
import { attack } from '../support/verify-attack.ts';
import { millClaims, signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V4: other claims under an honest signature are refused',
  tokens: async () => {
    const [head, , signature] = (await signToken()).split('.');
    const claims = { ...millClaims, repositoryUuid: '{other}' };
    return [`${head}.${base64url.encode(JSON.stringify(claims))}.${signature}`];
  },
  reason: 'signature-invalid',
});
