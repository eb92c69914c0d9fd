import type { Claims } from '../claims.ts';
import type { ClaimField, Provider } from '../provider.ts';
import { linkTo, textOf, withoutNull } from './claim-text.ts';

/** Bitbucket Pipelines. One issuer per workspace; ids are UUIDs in braces; nothing names a tag, an event or a person. */
export const bitbucket: Provider = {
  type: 'bitbucket',
  title: 'Bitbucket Pipelines',
  issuer: {
    exact: [],
    template: {
      before: 'https://api.bitbucket.org/2.0/workspaces/',
      after: '/pipelines-config/identity/oidc',
      segment: 'slug',
      example: 'acme',
      label: 'Workspace',
      help: 'Its slug, as in the web address: bitbucket.org/acme. Renaming the workspace changes it, and this publisher then has to be edited.',
    },
    unanswered:
      'Bitbucket publishes the keys of a workspace only after OpenID Connect was switched on there and one step ran: run one step with `oidc: true` first',
  },
  algorithms: ['RS256'],
  fields: [
    uuid({
      claim: 'workspaceUuid',
      flag: 'workspace-uuid',
      label: 'Workspace UUID',
      phrase: { preposition: 'of', noun: 'workspace' },
      help: 'On the page Repository settings, Pipelines, OpenID Connect. It survives a rename, so whoever takes the old name is refused.',
      example: '{6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90}',
      required: true,
      identifies: true,
    }),
    uuid({
      claim: 'repositoryUuid',
      flag: 'repository-uuid',
      label: 'Repository UUID',
      phrase: { preposition: 'of', noun: 'repository' },
      help: 'On the same page. Without it every repository of the workspace could publish.',
      example: '{0e0f4d3c-91b7-4a68-8f25-7c6a1b2d3e4f}',
      required: true,
      identifies: true,
    }),
    uuid({
      claim: 'deploymentEnvironmentUuid',
      flag: 'deployment-environment-uuid',
      label: 'Deployment environment UUID',
      phrase: { preposition: 'in', noun: 'deployment environment' },
      help: 'On the same page, after choosing the environment. The step needs `deployment:`. Without deployment permissions (Premium) anybody who can push may name it: set a branch too.',
      example: '{5d1c2b3a-6e7f-4d80-91a2-b3c4d5e6f708}',
      required: false,
      identifies: false,
      missing: 'the step names no environment: add `deployment:` with the environment of the trusted publisher to it',
      differs: 'the `deployment:` of the step must be the environment of the trusted publisher',
      raises: {
        weight: 2,
        why: 'Add a deployment environment: without one, any step of the repository can publish.',
      },
    }),
    {
      claim: 'branchName',
      flag: 'branch-name',
      label: 'Branch',
      phrase: { preposition: 'on', noun: 'branch' },
      help: 'Exact, or a pattern such as release/*. Without refs/heads/. Tag pipelines may carry no branch: use a deployment environment for those.',
      example: 'main',
      required: false,
      identifies: false,
      forms: ['exact', 'pattern'],
      pattern: '^(?!refs/)[^\\u0000-\\u0020\\u007f]+$',
      maxLength: 255,
      shape: 'a branch name without refs/heads/, such as main',
      missing:
        'this token names no branch; Bitbucket leaves it out on tag pipelines, as far as is known. Publish from a branch, or configure a deployment environment without a branch',
      differs: 'run the step on a branch that the trusted publisher names',
      raises: {
        weight: 1,
        why: 'Add a branch: without one, whoever can push to any branch of the repository can publish.',
        exact: 'Name one branch in place of a pattern: whoever can push may create a branch that matches.',
      },
    },
  ],
  required: ['workspaceUuid', 'repositoryUuid'],
  pins: [],
  refuses: [],
  companionAudience: workspaceAudience,
  shows: [
    'workspaceUuid',
    'repositoryUuid',
    'deploymentEnvironmentUuid',
    'branchName',
    'stepUuid',
    'pipelineUuid',
    'pipelineRunUuid',
  ],
  personal: [],
  // The remote has names, tokens have UUIDs: the page that shows them is all that follows.
  fromRemote: ({ host, path }) => {
    const page = linkTo('https://bitbucket.org', path.join('/'), 'admin/pipelines/openid-connect');
    return /^(?:altssh\.)?bitbucket\.org$/.test(host) && path.length === 2 && page !== undefined
      ? { claims: {}, findAt: page }
      : undefined;
  },
  links: {
    // Bitbucket's web addresses take UUIDs in place of names; the token carries no repository name.
    repository: (claims) =>
      linkTo('https://bitbucket.org', textOf(claims, 'workspaceUuid'), textOf(claims, 'repositoryUuid')),
    run: (claims) =>
      linkTo(
        'https://bitbucket.org',
        textOf(claims, 'workspaceUuid'),
        textOf(claims, 'repositoryUuid'),
        'pipelines/results',
        textOf(claims, 'pipelineUuid'),
      ),
  },
  obtain:
    'Give the step `oidc:` with the audience of this registry; the token is then in BITBUCKET_STEP_OIDC_TOKEN. `npx @sallyport/ci publish` finds it there; npm, pnpm and yarn take it as NPM_ID_TOKEN.',
  snippet: ({ package: name, registry, audience }) => ({
    file: 'bitbucket-pipelines.yml',
    text: [
      'pipelines:',
      '  branches:',
      '    main:',
      '      - step:',
      `          name: ${JSON.stringify(`Publish ${name}`)}`,
      '          deployment: npm-publish',
      '          oidc:',
      `            audiences: [${JSON.stringify(audience)}]`,
      '          script:',
      `            - SALLYPORT_REGISTRY=${registry} npx --yes @sallyport/ci publish`,
      '',
    ].join('\n'),
  }),
  audienceYaml: (audience) => `oidc: {audiences: [${JSON.stringify(audience)}]}`,
  token: {
    lifetime: 3600,
    jti: false,
    example: {
      workspaceUuid: '{6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90}',
      repositoryUuid: '{0e0f4d3c-91b7-4a68-8f25-7c6a1b2d3e4f}',
      deploymentEnvironmentUuid: '{5d1c2b3a-6e7f-4d80-91a2-b3c4d5e6f708}',
      branchName: 'main',
      pipelineUuid: '{2f4e6d8c-0b1a-4938-8765-4c3b2a190807}',
      pipelineRunUuid: '{9a8b7c6d-5e4f-4a3b-82c1-d0e9f8a7b6c5}',
      stepUuid: '{77aa88bb-99cc-4dde-8eff-001122334455}',
    },
    // sub: {repository}:{step}, or {repository}:{environment}:{step} in a deployment step.
    derive: (claims) => ({
      sub: ['repositoryUuid', 'deploymentEnvironmentUuid', 'stepUuid']
        .map((claim) => textOf(claims, claim))
        .filter((part) => part !== undefined)
        .join(':'),
      ...withoutNull(claims),
    }),
    // A string by default, an array as soon as a step asks for audiences, even for one (BCLOUD-24028).
    audience: (asked, claims) => {
      const own = workspaceAudience(claims) ?? 'ari:cloud:bitbucket::workspace/';
      return asked.length === 0 ? own : [own, ...asked];
    },
  },
};

const BARE_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The audience that every token of the workspace carries by default: its UUID without braces. */
function workspaceAudience(claims: Claims): string | undefined {
  const bare = textOf(claims, 'workspaceUuid')?.replace(/^\{|\}$/g, '');
  return bare !== undefined && BARE_UUID.test(bare) ? `ari:cloud:bitbucket::workspace/${bare}` : undefined;
}

/** A field that holds a UUID in braces, lower case, as Bitbucket writes it into tokens: what is pasted is brought into that form, what a token says is compared exactly (V8). */
function uuid(
  field: Pick<
    ClaimField,
    | 'claim'
    | 'flag'
    | 'label'
    | 'phrase'
    | 'help'
    | 'example'
    | 'required'
    | 'identifies'
    | 'missing'
    | 'differs'
    | 'raises'
  >,
): ClaimField {
  return {
    ...field,
    forms: ['exact'],
    pattern: '^\\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\}$',
    maxLength: 38,
    shape: 'a UUID (8-4-4-4-12 hexadecimal digits), with or without braces',
    normalise: braced,
    unique: true,
  };
}

/** Pasted with braces, without, as %7B..%7D, in any letter case: `{lower-case}`. Anything else stays as it is, for `pattern` to refuse. */
function braced(value: string): string {
  const bare = value
    .trim()
    .toLowerCase()
    .replace(/^(?:\{|%7b)/, '')
    .replace(/(?:\}|%7d)$/, '');
  return BARE_UUID.test(bare) ? `{${bare}}` : value;
}
