import { UNKNOWN_ISSUER_FETCHES_PER_MINUTE } from '../../src/limits.ts';
import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  only: 'mill',
  title: 'V3: a flood of made-up workspaces costs a few requests a minute',
  tokens: () =>
    Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        signToken({ claims: { iss: `https://mill.example/ws/made-up-${index}/oidc` } }),
      ),
    ),
  reason: 'issuer-unreachable',
  fetches: UNKNOWN_ISSUER_FETCHES_PER_MINUTE,
});
