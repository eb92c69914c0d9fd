import { attack } from '../support/verify-attack.ts';
import { testKey } from '../support/verify-keys.ts';
import { AUDIENCE, signToken } from '../support/verify-token.ts';

export default attack({
  only: 'mill',
  title: "V2: the organisation of the issuer is the token's own",
  tokens: async (world) => {
    const iss = 'https://wheel.example/org/00000000-0000-4000-8000-000000000001';
    world.publish(iss, [(await testKey('first')).jwk]);
    const others = ['00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-00000000000A'];
    return Promise.all(others.map((org) => signToken({ claims: { iss, aud: AUDIENCE, org } })));
  },
  reason: 'issuer-claim-mismatch',
  claim: 'org',
  fetches: 2,
});
