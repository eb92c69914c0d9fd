import type { Snippet } from '../result.ts';
import type { Environment } from '../surroundings.ts';

/**
 * How one CI system hands an id_token to a step, and what to add where it does not. Data only: the code asks the rows and never
 * which system it has.
 */
export interface CiSystem {
  readonly title: string;
  /** A variable that this system always sets. */
  readonly setsAlways: string;
  /** The variable that holds the id_token... */
  readonly variable: string;
  /** ...or the pair with which a step asks for one: the address and the bearer token. */
  readonly request?: { readonly url: string; readonly bearer: string };
  /** ...or the program of the system that prints one. */
  readonly command?: (audience: string) => readonly [file: string, ...args: string[]];
  readonly add: (audience: string) => Snippet;
  /** Where people look at this run: an address whose `{NAME}` are variables that this system sets. */
  readonly run: string;
}

/**
 * The variable that npm, pnpm and yarn read, on any CI system. It is set by hand, so it comes before what a system sets by itself
 * (npm does the same on GitHub).
 */
export const COMMON_VARIABLE = 'NPM_ID_TOKEN';

export const CI_SYSTEMS: readonly CiSystem[] = [
  {
    title: 'Bitbucket Pipelines',
    setsAlways: 'BITBUCKET_BUILD_NUMBER',
    variable: 'BITBUCKET_STEP_OIDC_TOKEN',
    run: 'https://bitbucket.org/{BITBUCKET_WORKSPACE}/{BITBUCKET_REPO_SLUG}/pipelines/results/{BITBUCKET_BUILD_NUMBER}',
    add: (audience) => ({
      file: 'bitbucket-pipelines.yml',
      text: `- step:
    oidc:
      audiences:
        - "${audience}"
    script:
      - npx @sallyport/ci publish`,
    }),
  },
  {
    title: 'GitHub Actions',
    setsAlways: 'GITHUB_ACTIONS',
    run: '{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}',
    variable: COMMON_VARIABLE,
    request: { url: 'ACTIONS_ID_TOKEN_REQUEST_URL', bearer: 'ACTIONS_ID_TOKEN_REQUEST_TOKEN' },
    add: () => ({
      file: '.github/workflows/publish.yml',
      text: `permissions:
  contents: read
  id-token: write`,
    }),
  },
  {
    title: 'GitLab CI/CD',
    setsAlways: 'GITLAB_CI',
    run: '{CI_JOB_URL}',
    variable: COMMON_VARIABLE,
    add: (audience) => ({
      file: '.gitlab-ci.yml',
      text: `publish:
  id_tokens:
    NPM_ID_TOKEN:
      aud: "${audience}"
  script:
    - npx @sallyport/ci publish`,
    }),
  },
  {
    title: 'CircleCI',
    setsAlways: 'CIRCLECI',
    run: '{CIRCLE_BUILD_URL}',
    variable: COMMON_VARIABLE,
    add: (audience) => ({
      file: '.circleci/config.yml',
      text: `- run: |
    export NPM_ID_TOKEN=$(circleci run oidc get --claims '{"aud":"${audience}"}')
    npx @sallyport/ci publish`,
    }),
  },
  {
    title: 'Buildkite',
    setsAlways: 'BUILDKITE',
    variable: COMMON_VARIABLE,
    run: '{BUILDKITE_BUILD_URL}',
    // The ids are in a token only where they are asked for; the gate pins them.
    command: (audience) => [
      'buildkite-agent',
      'oidc',
      'request-token',
      '--audience',
      audience,
      '--claim',
      'organization_id,pipeline_id',
    ],
    add: (audience) => ({
      file: '.buildkite/pipeline.yml',
      text: `- command: |
    export NPM_ID_TOKEN=$$(buildkite-agent oidc request-token --audience "${audience}")
    npx @sallyport/ci publish`,
    }),
  },
];

/**
 * The CI system that seems to run here, by what it always sets or by the variable that only it fills: a hint for messages, never
 * evidence (a step can set any variable).
 */
export const systemHere = (env: Environment): CiSystem | undefined =>
  CI_SYSTEMS.find(
    ({ setsAlways, variable }) => Boolean(env[setsAlways]) || (variable !== COMMON_VARIABLE && Boolean(env[variable])),
  );
