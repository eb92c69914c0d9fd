import type { UpstreamAdapter } from '../adapter.ts';
import { PRODUCTS } from './generic-products.ts';
import { npmPackument, npmStage, npmWhoami, PING, publishPath, refusedCredential } from './npm-contract.ts';

/**
 * Any registry that speaks npm's contract: Nexus, Artifactory, GitLab's, GitHub Packages and others. Who may write a package none of them
 * says through that contract: `owners` decides (T1).
 */
export const generic: UpstreamAdapter = {
  kind: 'generic',
  recognise(probe) {
    const product = PRODUCTS.find(({ shownBy }) => [probe.ping, probe.whoami].some(({ headers }) => shownBy(headers)));
    return product === undefined
      ? { how: 'nothing else recognised it' }
      : { product: product.name, how: 'by its headers' };
  },
  ping: PING,
  credentialProblem: refusedCredential,
  publish: {
    path: publishPath,
    takesBundle: true,
    // 409 as most say it, 403 as GitLab and Artifactory do, 400 as Nexus does.
    mayMeanExists: new Set([400, 403, 409]),
  },
  packument: npmPackument,
  // Whether a registry has it, the first publish tells: most answer 404 to an address that they do not know.
  stage: { ...npmStage, meansNone: new Set([404, ...npmStage.meansNone]) },
  people: { whoami: npmWhoami },
};
