import type { MintRequest } from '@sallyport/issuer';
import type { TestStage } from './gate.ts';

/** What a run says about itself beyond the provider's example. */
export type RunClaims = NonNullable<MintRequest['claims']>;

/** The variables that a job of a CI system finds, with a real id_token of the run. */
export type Job<Part extends keyof TestStage = keyof TestStage> = (
  stage: Pick<TestStage, Part>,
  claims?: RunClaims,
) => Promise<NodeJS.ProcessEnv>;

/**
 * A GitHub job asks for its token itself, with the audience that the client thinks right: `npm:<hostname>`, yarn `npm:<host:port>`.
 * Of a repository that is not public: clients would go to Sigstore for provenance otherwise.
 */
export const githubJob: Job<'github'> = async ({ github }, claims = {}) => {
  const { url, token } = github.tokenRequest({ claims: { repository_visibility: 'private', ...claims } });
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: url,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: token,
  };
};

export const gitlabJob: Job<'gitlab' | 'audience'> = async ({ gitlab, audience }, claims = {}) => ({
  CI: 'true',
  GITLAB_CI: 'true',
  NPM_ID_TOKEN: await gitlab.mint({ audience, claims }),
});

export const circleciJob: Job<'circleci' | 'audience'> = async ({ circleci, audience }, claims = {}) => ({
  CI: 'true',
  CIRCLECI: 'true',
  NPM_ID_TOKEN: await circleci.mint({ audience, claims }),
});

/** What Bitbucket sets in a step with `oidc:`; no client but our own reads the token's variable (clients.md section 1). */
export const bitbucketStep: Job<'bitbucket' | 'audience'> = async ({ bitbucket, audience }, claims = {}) => ({
  CI: 'true',
  BITBUCKET_COMMIT: '3f786850e387550fdab836ed7e6dc881de23001b',
  BITBUCKET_WORKSPACE: 'acme',
  BITBUCKET_REPO_SLUG: 'hello',
  BITBUCKET_STEP_OIDC_TOKEN: await bitbucket.mint({ audience, claims }),
});
