import { attack } from '../support/verify-attack.ts';

export default attack({
  title: 'V1: no token at all is refused as missing',
  tokens: () => [''],
  reason: 'token-missing',
});
