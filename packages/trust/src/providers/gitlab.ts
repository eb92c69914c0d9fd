import type { Claims } from '../claims.ts';
import type { Provider } from '../provider.ts';
import { hostOf, linkTo, textOf, withoutNull } from './claim-text.ts';

/** GitLab CI/CD: gitlab.com, and self-managed instances as configured issuers (the issuer is the instance's URL). */
export const gitlab: Provider = {
  type: 'gitlab',
  title: 'GitLab CI/CD',
  issuer: { exact: ['https://gitlab.com'] },
  algorithms: ['RS256'],
  fields: [
    {
      claim: 'project_path',
      flag: 'project',
      flagAliases: ['repository', 'repo'],
      label: 'Project',
      phrase: { preposition: 'of', noun: 'project' },
      help: 'Group, subgroups and project, joined by slashes.',
      example: 'acme/tools/hello',
      required: true,
      identifies: true,
      forms: ['exact'],
      pattern: '^[^/\\u0000-\\u0020\\u007f]+(?:/[^/\\u0000-\\u0020\\u007f]+)+$',
      maxLength: 512,
      shape: 'group/project or group/subgroup/project',
    },
    {
      claim: 'ci_config_ref_uri',
      flag: 'file',
      label: 'CI configuration file',
      phrase: { preposition: 'started by', noun: 'CI configuration file' },
      help: 'The top-level file of the pipeline, such as .gitlab-ci.yml. It must lie in the project itself.',
      example: '.gitlab-ci.yml',
      required: true,
      identifies: false,
      forms: ['file', 'exact'],
      pattern: '^[^/]+/[^\\u0000-\\u001f\\u007f]+//[^\\u0000-\\u001f\\u007f]+@[^\\u0000-\\u001f\\u007f]+$',
      maxLength: 1024,
      shape: 'gitlab.com/group/project//.gitlab-ci.yml@refs/heads/main',
      filePattern: '^[^\\u0000-\\u001f\\u007f]+\\.ya?ml$',
      references: configurationReferences,
      missing: 'GitLab leaves it out when the CI configuration does not lie in the project itself: move it there',
      differs: 'the pipeline must start from the file that the trusted publisher names',
    },
    {
      claim: 'environment',
      flag: 'environment',
      flagAliases: ['env'],
      label: 'Environment',
      phrase: { preposition: 'in', noun: 'environment' },
      help: 'The environment that the job names.',
      example: 'production',
      required: false,
      identifies: false,
      forms: ['exact'],
      pattern: '^[^\\u0000-\\u001f\\u007f]+$',
      maxLength: 255,
      shape: 'the name of an environment',
      missing: 'the job names no environment: add `environment:` with the environment of the trusted publisher to it',
      differs: 'the `environment:` of the job must be the one of the trusted publisher',
      raises: {
        weight: 2,
        why: 'Add an environment, protected on GitLab: without one, whoever can push to any branch can change the CI configuration there and publish.',
      },
    },
    {
      claim: 'ref_path',
      flag: 'ref-path',
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
      differs: 'run the pipeline on a branch or tag that the trusted publisher names',
      raises: {
        weight: 1,
        why: 'Add a branch or tag, protected on GitLab: without one, a pipeline on any ref of the project can publish.',
        prefix: '^refs/(?:heads/|tags/)?',
      },
    },
    id('project_id', 'project-id', 'Project id', '13'),
    id('namespace_id', 'namespace-id', 'Namespace id', '2'),
  ],
  required: ['jti', 'project_path'],
  pins: ['project_id', 'namespace_id'],
  refuses: [
    {
      // Present since GitLab 18.3. A pipeline of a fork's merge request may run in the project it wants to merge into.
      claim: 'job_project_id',
      refused: (claims) =>
        claims['job_project_id'] !== undefined &&
        claims['job_project_id'] !== null &&
        claims['job_project_id'] !== claims['project_id'],
      why: 'its job runs in another project than the token names; run the pipeline in the project that the trusted publisher names',
    },
    {
      // Before 18.2.2 the pipeline of a fork's merge request carried the claims of the project that it wants to merge into.
      claim: 'ref_protected',
      refused: (claims) =>
        textOf(claims, 'job_project_id') === undefined &&
        claims['ref_protected'] !== 'true' &&
        textOf(claims, 'environment') === undefined,
      why: 'its GitLab is older than 18.3 and does not say in which project the job runs, so forks could publish; run it on a protected branch or tag, or in an environment',
    },
  ],
  shows: [
    'project_path',
    'project_id',
    'namespace_path',
    'namespace_id',
    'ci_config_ref_uri',
    'ci_config_sha',
    'environment',
    'environment_protected',
    'deployment_tier',
    'ref',
    'ref_type',
    'ref_path',
    'ref_protected',
    'pipeline_source',
    'pipeline_id',
    'job_id',
    'job_project_id',
    'job_project_path',
    'sha',
    'runner_id',
    'runner_environment',
    'project_visibility',
  ],
  personal: ['user_id', 'user_login', 'user_email', 'user_access_level'],
  // A server of one's own is its own issuer.
  fromRemote: ({ host, path }, issuer) =>
    path.length >= 2 && (/^(?:altssh\.)?gitlab\.com$/.test(host) || host === hostOf(issuer))
      ? { claims: { project_path: path.join('/') } }
      : undefined,
  links: {
    repository: (claims, issuer) => linkTo(instance(issuer), textOf(claims, 'project_path')),
    run: (claims, issuer) =>
      linkTo(instance(issuer), textOf(claims, 'project_path'), '-/jobs', textOf(claims, 'job_id')),
  },
  obtain:
    'Give the job `id_tokens:` with NPM_ID_TOKEN and the audience of this registry; npm, pnpm and yarn read that variable by themselves.',
  snippet: ({ registry, audience }) => ({
    file: '.gitlab-ci.yml',
    text: [
      'publish:',
      '  image: node:24',
      '  rules: [{if: $CI_COMMIT_TAG}]',
      '  id_tokens:',
      `    NPM_ID_TOKEN: {aud: ${JSON.stringify(audience)}}`,
      '  script:',
      '    - npm install --global npm@^11.5.1',
      `    - npm publish --registry ${registry}`,
      '',
    ].join('\n'),
  }),
  audienceYaml: (audience) => `id_tokens: {NPM_ID_TOKEN: {aud: ${JSON.stringify(audience)}}}`,
  token: {
    lifetime: 3600,
    jti: true,
    notBefore: 5,
    example: {
      project_path: 'acme/tools/hello',
      project_id: '13',
      namespace_id: '2',
      environment: 'production',
      environment_protected: 'true',
      deployment_tier: 'production',
      ref_path: 'refs/heads/main',
      ref_protected: 'true',
      pipeline_source: 'push',
      pipeline_id: '5001',
      job_id: '70001',
      ci_config_sha: '3f786850e387550fdab836ed7e6dc881de23001b',
      sha: '3f786850e387550fdab836ed7e6dc881de23001b',
      runner_id: 1,
      runner_environment: 'gitlab-hosted',
      project_visibility: 'private',
      user_id: '42',
      user_login: 'sample',
      user_email: 'sample@acme.example',
    },
    derive: deriveClaims,
    audience: (asked) => (asked[1] === undefined ? (asked[0] ?? 'https://gitlab.com') : asked),
  },
};

/**
 * V8: instance, project and ref come from the token's own issuer and claims. An instance under a path is named with or without it, so
 * both are built; the project itself is compared by its own rule.
 */
function configurationReferences(file: string, claims: Claims, issuer: string): readonly string[] {
  const project = textOf(claims, 'project_path');
  if (project === undefined || !URL.canParse(issuer)) return [];
  const { host, pathname } = new URL(issuer);
  const hosts = new Set([host, `${host}${pathname.replace(/\/$/, '')}`]);
  return [textOf(claims, 'ref_path'), textOf(claims, 'ci_config_sha')]
    .filter((at) => at !== undefined)
    .flatMap((at) => [...hosts].map((name) => `${name}/${project}//${file}@${at}`));
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

/** The issuer is the instance's own address. */
function instance(issuer: string): string | undefined {
  return issuer.startsWith('https://') ? issuer.replace(/\/$/, '') : undefined;
}

/** What GitLab derives from project and ref. The file is .gitlab-ci.yml unless the caller sets `ci_config_ref_uri`. */
function deriveClaims(claims: Claims, issuer: string): Claims {
  const project = textOf(claims, 'project_path') ?? '';
  const refPath = textOf(claims, 'ref_path') ?? '';
  const type = refPath.startsWith('refs/tags/') ? 'tag' : 'branch';
  const ref = refPath.replace(/^refs\/(?:heads|tags)\//, '');
  return withoutNull({
    sub: `project_path:${project}:ref_type:${type}:ref:${ref}`,
    namespace_path: project.split('/').slice(0, -1).join('/'),
    ref,
    ref_type: type,
    ci_config_ref_uri: `${URL.canParse(issuer) ? new URL(issuer).host : 'gitlab.com'}/${project}//.gitlab-ci.yml@${refPath}`,
    job_project_id: claims['project_id'] ?? null,
    job_project_path: project,
    ...claims,
  });
}
