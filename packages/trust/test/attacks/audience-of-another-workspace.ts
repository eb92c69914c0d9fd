import { attack } from '../support/verify-attack.ts';
import { signToken } from '../support/verify-token.ts';

export default attack({
  title: "V6: another workspace's audience beside ours is refused",
  tokens: () =>
    Promise.all([['npm:registry.example.com', 'mill:ws/{other}']].map((aud) => signToken({ claims: { aud } }))),
  reason: 'audience-other',
  claim: 'aud',
});
