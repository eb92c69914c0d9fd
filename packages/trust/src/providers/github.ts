import type { Claims } from '../claims.ts';
import type { Provider } from '../provider.ts';
import { hostOf, linkTo, textOf, withoutNull } from './claim-text.ts';

/** GitHub Actions, on github.com and, as configured issuers, on GitHub Enterprise. Claim names and flags are npm's. */
export const github: Provider = {
  type: 'github',
  title: 'GitHub Actions',
  issuer: { exact: ['https://token.actions.githubusercontent.com'] },
  algorithms: ['RS256'],
  fields: [
    {
      claim: 'repository',
      flag: 'repository',
      flagAliases: ['repo'],
      label: 'Repository',
      phrase: { preposition: 'of', noun: 'repository' },
      help: 'Organization or user, a slash, and the repository. Letter case does not matter.',
      example: 'acme/hello',
      required: true,
      identifies: true,
      forms: ['exact'],
      pattern: '^[A-Za-z0-9_-]+/[A-Za-z0-9._-]+$',
      maxLength: 140,
      shape: 'owner/repository',
      ignoreCase: true,
    },
    {
      claim: 'workflow_ref',
      flag: 'file',
      label: 'Workflow file',
      phrase: { preposition: 'started by', noun: 'workflow file' },
      help: 'The file under .github/workflows that a run starts with, such as publish.yml. For a reusable workflow: the file that calls it.',
      example: 'publish.yml',
      required: true,
      identifies: false,
      forms: ['file', 'exact'],
      pattern: '^[^/]+/[^/]+/\\.github/workflows/[^/\\u0000-\\u001f\\u007f]+\\.ya?ml@[^\\u0000-\\u001f\\u007f]+$',
      maxLength: 512,
      shape: 'owner/repository/.github/workflows/publish.yml@refs/heads/main',
      filePattern: '^[^/\\u0000-\\u001f\\u007f]+\\.ya?ml$',
      references: workflowReferences,
      differs: 'start the run from the workflow file that the trusted publisher names',
    },
    {
      claim: 'environment',
      flag: 'environment',
      flagAliases: ['env'],
      label: 'Environment',
      phrase: { preposition: 'in', noun: 'environment' },
      help: 'The deployment environment that the job names. Letter case does not matter.',
      example: 'production',
      required: false,
      identifies: false,
      forms: ['exact'],
      pattern: '^[^\\u0000-\\u001f\\u007f]+$',
      maxLength: 255,
      shape: 'the name of an environment',
      ignoreCase: true,
      missing: 'the job names no environment: add `environment:` with the environment of the trusted publisher to it',
      differs: 'the `environment:` of the job must be the one of the trusted publisher',
      raises: {
        weight: 2,
        why: 'Add an environment, with protection rules on GitHub: without one, whoever can push to any branch can change the workflow file there and publish.',
      },
    },
    {
      claim: 'ref',
      flag: 'ref',
      label: 'Branch or tag',
      phrase: { preposition: 'on', noun: 'ref' },
      help: 'The whole ref, such as refs/heads/main, or a pattern such as refs/tags/v*.',
      example: 'refs/heads/main',
      required: false,
      identifies: false,
      forms: ['exact', 'pattern'],
      pattern: '^refs/[^\\u0000-\\u0020\\u007f]+$',
      maxLength: 512,
      shape: 'a whole ref, such as refs/heads/main or refs/tags/v1',
      differs: 'run the workflow on a branch or tag that the trusted publisher names',
      raises: {
        weight: 1,
        why: 'Add a branch or tag: without one, a run on any ref of the repository can publish.',
        prefix: '^refs/(?:heads/|tags/)?',
      },
    },
    id('repository_id', 'repository-id', 'Repository id', '74'),
    id('repository_owner_id', 'repository-owner-id', 'Owner id', '65'),
  ],
  required: ['jti', 'repository', 'workflow_ref', 'event_name'],
  pins: ['repository_id', 'repository_owner_id'],
  refuses: [
    event(
      'pull_request_target',
      'which runs with the rights of the base branch on code that anybody may propose; publish on push, release or workflow_dispatch',
    ),
    event(
      'workflow_run',
      'which another workflow starts, also one that a fork started; publish on push, release or workflow_dispatch',
    ),
  ],
  shows: [
    'repository',
    'repository_id',
    'repository_owner',
    'repository_owner_id',
    'repository_visibility',
    'workflow_ref',
    'workflow_sha',
    'job_workflow_ref',
    'job_workflow_sha',
    'environment',
    'ref',
    'ref_type',
    'ref_protected',
    'base_ref',
    'head_ref',
    'event_name',
    'sha',
    'runner_environment',
    'run_id',
    'run_number',
    'run_attempt',
    'enterprise',
    'enterprise_id',
  ],
  personal: ['actor', 'actor_id'],
  // A server of one's own has its host in the issuer.
  fromRemote: ({ host, path }, issuer) =>
    path.length === 2 && (/^(?:ssh\.)?github\.com$/.test(host) || host === hostOf(issuer))
      ? { claims: { repository: path.join('/') } }
      : undefined,
  links: {
    repository: (claims, issuer) => linkTo(webOrigin(issuer), textOf(claims, 'repository')),
    run: (claims, issuer) =>
      linkTo(
        webOrigin(issuer),
        textOf(claims, 'repository'),
        'actions/runs',
        textOf(claims, 'run_id'),
        'attempts',
        textOf(claims, 'run_attempt') ?? '1',
      ),
  },
  obtain:
    'Give the job `permissions: {id-token: write}`; npm, pnpm and yarn then ask GitHub for a token with the audience of the registry by themselves.',
  snippet: ({ registry }) => ({
    file: '.github/workflows/publish.yml',
    text: [
      'on: {release: {types: [published]}}',
      'jobs:',
      '  publish:',
      '    runs-on: ubuntu-latest',
      '    permissions: {contents: read, id-token: write}',
      '    steps:',
      '      - uses: actions/checkout@v4',
      '      - uses: actions/setup-node@v4',
      '        with: {node-version: 24}',
      '      - run: npm install --global npm@^11.5.1',
      `      - run: npm publish --registry ${registry}`,
      '',
    ].join('\n'),
  }),
  audienceYaml: (audience) =>
    `permissions: {id-token: write}, and ask for the token with the audience ${JSON.stringify(audience)} (npm does so by itself)`,
  token: {
    lifetime: 300,
    jti: true,
    notBefore: 600,
    example: {
      repository: 'acme/hello',
      repository_id: '74',
      repository_owner_id: '65',
      repository_visibility: 'private',
      environment: 'production',
      ref: 'refs/heads/main',
      ref_protected: 'true',
      base_ref: '',
      head_ref: '',
      event_name: 'push',
      sha: '3f786850e387550fdab836ed7e6dc881de23001b',
      workflow: 'Publish',
      runner_environment: 'github-hosted',
      run_id: '9000000001',
      run_number: '12',
      run_attempt: '1',
      actor: 'octocat',
      actor_id: '583231',
    },
    derive: deriveClaims,
    // One audience per token; by default the address of the owner.
    audience: (asked, claims) =>
      asked[1] === undefined
        ? (asked[0] ?? `https://github.com/${(textOf(claims, 'repository') ?? '').split('/')[0]}`)
        : asked,
  },
};

/** V8: prefix and suffix come from the token's own claims; the branch or the commit of the workflow file may stand after `@`. */
function workflowReferences(file: string, claims: Claims): readonly string[] {
  const repository = textOf(claims, 'repository');
  if (repository === undefined) return [];
  return [textOf(claims, 'ref'), textOf(claims, 'workflow_sha')]
    .filter((at) => at !== undefined)
    .map((at) => `${repository}/.github/workflows/${file}@${at}`);
}

/** The immutable ids; configured beforehand or pinned by the first accepted exchange (D2). */
function id(claim: string, flag: string, label: string, example: string): Provider['fields'][number] {
  return {
    claim,
    flag,
    label,
    help: 'The number never changes, whoever takes the name. Left out, the first accepted exchange pins it.',
    example,
    required: false,
    identifies: true,
    forms: ['exact'],
    pattern: '^[0-9]+$',
    maxLength: 20,
    shape: 'a number',
  };
}

/** V9: a run of this event never publishes. */
function event(name: string, why: string): Provider['refuses'][number] {
  return {
    claim: 'event_name',
    refused: (claims) => claims['event_name'] === name,
    why: `its event is ${name}, ${why}`,
  };
}

/** github.com, data residency (`token.actions.acme.ghe.com`), or a server of one's own (`HOST/_services/token`). */
function webOrigin(issuer: string): string | undefined {
  if (!URL.canParse(issuer)) return undefined;
  const { protocol, hostname, origin, pathname } = new URL(issuer);
  if (protocol !== 'https:') return undefined;
  if (hostname === 'token.actions.githubusercontent.com') return 'https://github.com';
  if (pathname === '/_services/token') return origin;
  return /^token\.actions\.[a-z0-9-]+\.ghe\.com$/.test(hostname)
    ? `https://${hostname.slice('token.actions.'.length)}`
    : undefined;
}

/** What GitHub derives from repository, ref and environment. The file is publish.yml unless the caller sets `workflow_ref`. */
function deriveClaims(claims: Claims): Claims {
  const repository = textOf(claims, 'repository') ?? '';
  const ref = textOf(claims, 'ref') ?? '';
  const environment = textOf(claims, 'environment');
  const workflow = `${repository}/.github/workflows/publish.yml@${ref}`;
  return withoutNull({
    sub: `repo:${repository}:${environment === undefined ? `ref:${ref}` : `environment:${environment.replaceAll(':', '%3A')}`}`,
    repository_owner: repository.split('/')[0],
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    workflow_ref: workflow,
    workflow_sha: claims['sha'] ?? null,
    job_workflow_ref: claims['workflow_ref'] ?? workflow,
    job_workflow_sha: claims['sha'] ?? null,
    ...claims,
  });
}
