import type { ClaimField, Provider } from '../provider.ts';
import { linkTo, textOf, withoutNull } from './claim-text.ts';

/** CircleCI. Every claim of its own carries the prefix of the issuer's host, in npm's contract too. */
export const circleci: Provider = {
  type: 'circleci',
  title: 'CircleCI',
  issuer: {
    exact: ['https://oidc.circleci.com'],
    template: {
      before: 'https://oidc.circleci.com/org/',
      after: '',
      segment: 'uuid',
      equalsClaim: own('org-id'),
      example: '3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
    },
  },
  algorithms: ['RS256'],
  fields: [
    uuid({
      claim: own('org-id'),
      flag: 'org-id',
      label: 'Organization id',
      phrase: { preposition: 'of', noun: 'organization' },
      help: 'Organization Settings, Overview.',
      example: '3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
      identifies: true,
    }),
    uuid({
      claim: own('project-id'),
      flag: 'project-id',
      label: 'Project id',
      phrase: { preposition: 'of', noun: 'project' },
      help: 'Project Settings, Overview.',
      example: '8a7b6c5d-4e3f-4210-9fed-cba987654321',
      identifies: true,
    }),
    uuid({
      claim: own('pipeline-definition-id'),
      flag: 'pipeline-definition-id',
      label: 'Pipeline definition id',
      phrase: { preposition: 'of', noun: 'pipeline' },
      help: 'Project Settings, Pipelines.',
      example: '1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9',
      identifies: false,
      differs: 'start the run from the pipeline that the trusted publisher names',
    }),
    {
      claim: own('vcs-origin'),
      flag: 'vcs-origin',
      label: 'Repository',
      phrase: { preposition: 'of', noun: 'repository' },
      help: 'Host, owner and repository, without https://. It keeps builds of forks out.',
      example: 'bitbucket.org/acme/hello',
      required: true,
      identifies: true,
      forms: ['exact'],
      pattern: '^[^/:\\u0000-\\u0020\\u007f]+/[^/\\u0000-\\u0020\\u007f]+/[^/\\u0000-\\u0020\\u007f]+$',
      maxLength: 512,
      shape: 'host/owner/repository without a scheme, such as bitbucket.org/acme/hello',
      missing: 'CircleCI leaves it out for pipelines that a custom webhook starts: start it from the repository',
    },
    {
      ...uuid({
        claim: own('context-ids'),
        flag: 'context-id',
        label: 'Context ids',
        phrase: { preposition: 'with', noun: 'context' },
        help: 'The job must use every context listed here.',
        example: '5e6f7081-92a3-44b5-86c7-d8e9fa0b1c2d',
        identifies: false,
        missing: 'the job uses no context: add `context:` with the contexts of the trusted publisher to it',
        differs: 'the job must use every context that the trusted publisher names',
        raises: {
          weight: 2,
          why: 'Add a context that few may use: without one, any job of the project can publish.',
        },
      }),
      required: false,
      forms: ['all'],
    },
    {
      claim: own('vcs-ref'),
      flag: 'vcs-ref',
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
      missing: 'CircleCI leaves it out for pipelines that a custom webhook starts: start it from a branch or tag',
      differs: 'run the pipeline on a branch or tag that the trusted publisher names',
      raises: {
        weight: 1,
        why: 'Add a branch or tag: without one, a pipeline on any ref of the repository can publish.',
        prefix: '^refs/(?:heads/|tags/)?',
      },
    },
  ],
  required: [own('org-id'), own('project-id')],
  pins: [own('org-id'), own('project-id')],
  refuses: [
    {
      claim: own('ssh-rerun'),
      refused: (claims) => claims[own('ssh-rerun')] !== false,
      why: 'its job was, or may have been, rerun with SSH, where somebody can type into it; rerun it without SSH',
    },
  ],
  shows: [
    ...['org-id', 'project-id', 'pipeline-definition-id', 'pipeline-id', 'workflow-id', 'job-id'].map(own),
    ...['vcs-origin', 'vcs-ref', 'context-ids', 'ssh-rerun'].map(own),
  ],
  personal: [],
  fromRemote: ({ host, path }) =>
    VCS_HOSTS.includes(host) && path.length === 2
      ? { claims: { [own('vcs-origin')]: [host, ...path].join('/') } }
      : undefined,
  links: {
    // Only the hosts that CircleCI builds from; vcs-origin is free text otherwise.
    repository: (claims) => {
      const [host, ...path] = textOf(claims, own('vcs-origin'))?.split('/') ?? [];
      return host !== undefined && VCS_HOSTS.includes(host) ? linkTo(`https://${host}`, path.join('/')) : undefined;
    },
    run: (claims) =>
      linkTo(
        'https://app.circleci.com',
        'workflow',
        textOf(claims, own('workflow-id')),
        'job',
        textOf(claims, own('job-id')),
      ),
  },
  obtain:
    'Ask for a token with the audience of this registry (`circleci run oidc get`) and hand it to npm, pnpm or yarn as NPM_ID_TOKEN.',
  snippet: ({ registry, audience }) => ({
    file: '.circleci/config.yml',
    text: [
      'version: 2.1',
      'jobs:',
      '  publish:',
      '    docker: [{image: "cimg/node:24.0"}]',
      '    steps:',
      '      - checkout',
      '      - run: sudo npm install --global npm@^11.11.0',
      '      - run: |',
      `          export NPM_ID_TOKEN=$(circleci run oidc get --claims '${JSON.stringify({ aud: audience })}')`,
      `          npm publish --registry ${registry}`,
      'workflows:',
      '  publish: {jobs: [publish]}',
      '',
    ].join('\n'),
  }),
  audienceYaml: (audience) =>
    `export NPM_ID_TOKEN=$(circleci run oidc get --claims '${JSON.stringify({ aud: audience })}')`,
  token: {
    lifetime: 3600,
    jti: false,
    example: {
      [own('org-id')]: '3f1c2d4e-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
      [own('project-id')]: '8a7b6c5d-4e3f-4210-9fed-cba987654321',
      [own('pipeline-definition-id')]: '1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9',
      [own('vcs-origin')]: 'bitbucket.org/acme/hello',
      [own('vcs-ref')]: 'refs/heads/main',
      [own('context-ids')]: ['5e6f7081-92a3-44b5-86c7-d8e9fa0b1c2d'],
      [own('ssh-rerun')]: false,
      [own('pipeline-id')]: '0d1e2f30-4152-4364-8576-8798a9bacbdc',
      [own('workflow-id')]: '6a7b8c9d-0e1f-4a2b-9c3d-4e5f60718293',
      [own('job-id')]: 'c0d1e2f3-0415-4263-8475-96a7b8c9dae0',
    },
    derive: (claims) => ({
      sub: `org/${textOf(claims, own('org-id'))}/project/${textOf(claims, own('project-id'))}/user/00000000-0000-4000-8000-000000000000`,
      ...withoutNull(claims),
    }),
    audience: (asked, claims) => (asked[1] === undefined ? (asked[0] ?? textOf(claims, own('org-id')) ?? '') : asked),
  },
};

const VCS_HOSTS = ['github.com', 'bitbucket.org', 'gitlab.com'];

function own(claim: string): string {
  return `oidc.circleci.com/${claim}`;
}

function uuid(
  field: Pick<
    ClaimField,
    'claim' | 'flag' | 'label' | 'phrase' | 'help' | 'example' | 'identifies' | 'missing' | 'differs' | 'raises'
  >,
): ClaimField {
  return {
    ...field,
    required: true,
    forms: ['exact'],
    pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
    maxLength: 36,
    shape: 'a UUID without braces',
    normalise: (value) => value.trim().toLowerCase(),
  };
}
