import { attack } from '../support/verify-attack.ts';
import type { World } from '../support/verify-world.ts';

const tenantClaim = ({ honest }: World) => honest.provider.issuer.template?.equalsClaim;

export default attack({
  title: "V2: a tenant's issuer cannot sign for another tenant",
  applies: (world) => tenantClaim(world) !== undefined,
  tokens: async (world) => [
    await world.sign({ claims: { [tenantClaim(world) ?? '']: '00000000-0000-4000-8000-00000000000f' } }),
  ],
  reason: 'issuer-claim-mismatch',
  claim: tenantClaim,
});
