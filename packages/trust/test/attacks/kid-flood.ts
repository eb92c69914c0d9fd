import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: 'V3: a flood of unknown kids costs one look at the issuer',
  tokens: () =>
    Promise.all(Array.from({ length: 40 }, (_, index) => signToken({ header: { kid: `made-up-${index}` } }))),
  reason: 'key-unknown',
  fetches: 2,
});
