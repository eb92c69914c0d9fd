import type { Claims } from '../claims.ts';
import type { ClaimField, Provider } from '../provider.ts';
import { linkTo, textOf, withoutNull } from './claim-text.ts';

/** Buildkite. One issuer for every organization, so both slugs are always demanded; the ids stand in a token only where its step asks for them. */
export const buildkite: Provider = {
  type: 'buildkite',
  title: 'Buildkite',
  issuer: { exact: ['https://agent.buildkite.com'] },
  algorithms: ['RS256'],
  fields: [
    slug({
      claim: 'organization_slug',
      flag: 'organization',
      flagAliases: ['org'],
      label: 'Organization',
      phrase: { preposition: 'of', noun: 'organization' },
      help: 'Its slug, as in the web address: buildkite.com/acme.',
      example: 'acme',
    }),
    slug({
      claim: 'pipeline_slug',
      flag: 'pipeline',
      label: 'Pipeline',
      phrase: { preposition: 'of', noun: 'pipeline' },
      help: 'Its slug: buildkite.com/acme/hello. Builds of pull requests from forks must be off in its settings: they would publish too.',
      example: 'hello',
    }),
    {
      claim: 'build_branch',
      flag: 'branch',
      label: 'Branch',
      phrase: { preposition: 'on', noun: 'branch' },
      help: 'Exact, or a pattern such as release/*. Without refs/heads/.',
      example: 'main',
      required: false,
      identifies: false,
      forms: ['exact', 'pattern'],
      pattern: '^(?!refs/)[^:\\u0000-\\u0020\\u007f]+$',
      maxLength: 255,
      shape: 'a branch name without refs/heads/, such as main',
      differs: 'build a branch that the trusted publisher names',
      raises: {
        weight: 2,
        why: 'Add a branch: without one, a build of any branch of the pipeline can publish.',
      },
    },
    {
      claim: 'build_tag',
      flag: 'tag',
      label: 'Tag',
      phrase: { preposition: 'for', noun: 'tag' },
      help: 'Exact, or a pattern such as v*. Only builds of a tag have one.',
      example: 'v1.0.0',
      required: false,
      identifies: false,
      forms: ['exact', 'pattern'],
      pattern: '^(?!refs/)[^:\\u0000-\\u0020\\u007f]+$',
      maxLength: 255,
      shape: 'a tag without refs/tags/, such as v1.0.0',
      missing: 'the build is of no tag: build the tag that the release is made from',
      differs: 'build a tag that the trusted publisher names',
      raises: {
        weight: 1,
        why: 'Add a tag, such as v*, where releases are tagged: without one, builds of no tag can publish.',
      },
    },
    id('organization_id', 'organization-id', 'Organization id', '01849906-1b2c-4d3e-8f4a-5b6c7d8e9f01'),
    id('pipeline_id', 'pipeline-id', 'Pipeline id', '01849907-2c3d-4e4f-9a5b-6c7d8e9f0a12'),
  ],
  required: ['organization_slug', 'pipeline_slug', 'build_branch'],
  pins: ['organization_id', 'pipeline_id'],
  refuses: [
    {
      // No branch can hold a colon (git check-ref-format): Buildkite puts the owner of a fork before it.
      claim: 'build_branch',
      refused: (claims) => textOf(claims, 'build_branch')?.includes(':') ?? false,
      why: 'it is the build of a pull request from a fork; build a branch of the repository itself',
    },
  ],
  shows: [
    'organization_slug',
    'organization_id',
    'pipeline_slug',
    'pipeline_id',
    'build_number',
    'build_branch',
    'build_tag',
    'build_commit',
    'build_source',
    'step_key',
    'job_id',
    'agent_id',
    'cluster_id',
    'queue_id',
    'runner_environment',
  ],
  personal: ['build_creator', 'build_creator_email'],
  links: {
    repository: (claims) => linkTo(WEB, textOf(claims, 'organization_slug'), textOf(claims, 'pipeline_slug')),
    run: (claims) =>
      linkTo(
        WEB,
        textOf(claims, 'organization_slug'),
        textOf(claims, 'pipeline_slug'),
        'builds',
        numberOf(claims, 'build_number'),
      ),
  },
  obtain:
    'The step asks its agent for a token (`buildkite-agent oidc request-token`), with the audience of this registry and, to have the ids in it, `--claim organization_id,pipeline_id`. `npx @sallyport/ci publish` does so by itself; pnpm takes the token as NPM_ID_TOKEN.',
  snippet: ({ package: name, registry }) => ({
    file: '.buildkite/pipeline.yml',
    text: [
      'steps:',
      `  - label: ${JSON.stringify(`Publish ${name}`)}`,
      '    branches: main',
      `    command: SALLYPORT_REGISTRY=${registry} npx --yes @sallyport/ci publish`,
      '',
    ].join('\n'),
  }),
  audienceYaml: (audience) =>
    `command: NPM_ID_TOKEN=$$(buildkite-agent oidc request-token --audience ${JSON.stringify(audience)} --claim organization_id,pipeline_id) pnpm publish`,
  token: {
    lifetime: 300,
    jti: false,
    notBefore: 0,
    example: {
      organization_slug: 'acme',
      organization_id: '01849906-1b2c-4d3e-8f4a-5b6c7d8e9f01',
      pipeline_slug: 'hello',
      pipeline_id: '01849907-2c3d-4e4f-9a5b-6c7d8e9f0a12',
      build_number: 12,
      build_branch: 'main',
      build_tag: 'v1.0.0',
      build_commit: '3f786850e387550fdab836ed7e6dc881de23001b',
      build_source: 'webhook',
      step_key: 'publish',
      job_id: '0184990a-477b-4fa8-9968-496074483cee',
      agent_id: '0184990a-4782-42b5-afc1-16715b10b8ff',
      runner_environment: 'buildkite-hosted',
    },
    derive: (claims) => {
      const part = (claim: string): string => textOf(claims, claim) ?? '';
      return {
        sub: `organization:${part('organization_slug')}:pipeline:${part('pipeline_slug')}:ref:refs/heads/${part('build_branch')}:commit:${part('build_commit')}:step:${part('step_key')}`,
        ...withoutNull(claims),
      };
    },
    // One audience per token; by default the address of the organization.
    audience: (asked, claims) =>
      asked[1] === undefined ? (asked[0] ?? `${WEB}/${textOf(claims, 'organization_slug') ?? ''}`) : asked,
  },
};

const WEB = 'https://buildkite.com';

/** Slugs can be taken over after a rename; the ids that a step asks for are pinned beside them. */
function slug(
  field: Pick<ClaimField, 'claim' | 'flag' | 'flagAliases' | 'label' | 'phrase' | 'help' | 'example'>,
): ClaimField {
  return {
    ...field,
    required: true,
    identifies: true,
    forms: ['exact'],
    pattern: '^[a-z0-9][a-z0-9-]*$',
    maxLength: 100,
    shape: 'a slug of lower-case letters, digits and -, as the web address has it',
  };
}

/** The immutable ids; configured beforehand or pinned by the first accepted exchange (D2). */
function id(claim: string, flag: string, label: string, example: string): ClaimField {
  return {
    claim,
    flag,
    label,
    help: 'Never changes, whoever takes the slug. In the token only where the step asks for it; then the first accepted exchange pins it.',
    example,
    required: false,
    identifies: true,
    forms: ['exact'],
    pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
    maxLength: 36,
    shape: 'a UUID in lower case',
    missing: 'ask for it with `--claim organization_id,pipeline_id` when requesting the token',
  };
}

/** A number of a build as Buildkite writes it, for a link. */
function numberOf(claims: Claims, claim: string): string | undefined {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}
