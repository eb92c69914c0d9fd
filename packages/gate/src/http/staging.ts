import type { Credential } from '../credentials/index.ts';
import { type Refusal, refusal } from '../refusals/index.ts';
import type { Upstream } from '../upstream/index.ts';
import type { Route } from './route.ts';

type StageRoute = Extract<Route, { readonly kind: 'stage' }>;

/** `POST /-/stage/package/{name}`, where what a publish token publishes is staged anyhow. */
export const stagesHere = ({ stages }: Pick<Upstream, 'stages'>, method: string, route: StageRoute): boolean =>
  stages && method === 'POST' && route.package !== undefined;

/**
 * Nothing else of npm's staging goes through (W2): a person's own would pass the guard and the audit (P8), and the queue is not the
 * gate's to show. The words are those that help whoever ran `npm stage`.
 */
export function refuseStaging(
  { stages, name }: Pick<Upstream, 'stages' | 'name'>,
  credential: Credential,
  route: StageRoute,
): Refusal {
  const queue = route.package === undefined ? QUEUE_ELSEWHERE : OWN_ACCOUNT;
  const words = stages ? `${queue} there: add \`--registry ${name}/\` to the command.` : NO_STAGING;
  // P1: 403 for everything but its own package with a publish token.
  return refusal(credential.kind === 'publish-token' ? 'publish-token-other-request' : 'staging-unavailable', words);
}

const NO_STAGING = 'This registry does not stage packages. Publish with `npm publish`.';
const QUEUE_ELSEWHERE =
  'What this gate stages waits at the upstream registry, not here. List, view, approve and reject it';
const OWN_ACCOUNT =
  'Only a CI run with a trusted publisher stages through this gate. With an account of your own, stage';
