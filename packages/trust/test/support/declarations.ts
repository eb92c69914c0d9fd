/** The built-in GitHub file in declared terms. */
export const githubDeclared: Readonly<Record<string, unknown>> = {
  type: 'github',
  replaces: 'github',
  title: 'GitHub Actions',
  issuer: { exact: ['https://token.actions.githubusercontent.com'] },
  maxTokenAge: '1h',
  fields: [
    {
      ...words('Repository', 'acme/hello'),
      claim: 'repository',
      shape: 'owner/repository',
      required: true,
      identifies: ['tenant', 'repository'],
      ignoreCase: true,
    },
    {
      ...words('Workflow file', 'publish.yml'),
      claim: 'workflow_ref',
      flag: 'file',
      shape: 'reference',
      required: true,
      forms: ['file', 'exact'],
      references: [
        '{repository}/.github/workflows/{file}@{ref}',
        '{repository}/.github/workflows/{file}@{workflow_sha}',
      ],
    },
    { ...words('Environment', 'production'), claim: 'environment', shape: 'text', ignoreCase: true },
    { ...words('Branch or tag', 'refs/heads/main'), claim: 'ref', shape: 'ref', forms: ['exact', 'pattern'] },
    { ...words('Repository id', '74'), claim: 'repository_id', shape: 'number', identifies: ['repository'] },
    { ...words('Owner id', '65'), claim: 'repository_owner_id', shape: 'number', identifies: ['tenant'] },
  ],
  required: ['jti', 'repository', 'workflow_ref', 'event_name'],
  pins: ['repository_id', 'repository_owner_id'],
  refuses: [
    { claim: 'event_name', oneOf: ['pull_request_target', 'workflow_run'], why: 'anybody may propose its code' },
  ],
  obtain: 'Ask for it.',
  snippet: { file: 'publish.yml', text: 'npm publish --registry {registry} # {audience} of {package}\n' },
  token: {
    lifetime: '5m',
    jti: true,
    notBefore: '10m',
    example: {
      repository: 'acme/hello',
      repository_id: '74',
      repository_owner_id: '65',
      environment: 'production',
      ref: 'refs/heads/main',
      event_name: 'push',
    },
  },
};

/** The built-in Bitbucket file in declared terms, but for the workspace's own audience. */
export const bitbucketDeclared: Readonly<Record<string, unknown>> = {
  type: 'bitbucket',
  replaces: 'bitbucket',
  title: 'Bitbucket Pipelines',
  issuer: {
    template: {
      before: 'https://api.bitbucket.org/2.0/workspaces/',
      after: '/pipelines-config/identity/oidc',
      segment: 'slug',
      example: 'acme',
    },
  },
  maxTokenAge: '1h',
  fields: [
    uuid('Workspace UUID', 'workspaceUuid', '{6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90}', ['tenant']),
    uuid('Repository UUID', 'repositoryUuid', '{0e0f4d3c-91b7-4a68-8f25-7c6a1b2d3e4f}', ['repository']),
    uuid('Environment UUID', 'deploymentEnvironmentUuid', '{5d1c2b3a-6e7f-4d80-91a2-b3c4d5e6f708}', []),
    { ...words('Branch', 'main'), claim: 'branchName', shape: 'branch', forms: ['exact', 'pattern'] },
  ],
  obtain: 'Ask for it.',
  snippet: { file: 'bitbucket-pipelines.yml', text: 'npm publish --registry {registry} # {audience}\n' },
  token: {
    lifetime: '1h',
    example: {
      workspaceUuid: '{6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90}',
      repositoryUuid: '{0e0f4d3c-91b7-4a68-8f25-7c6a1b2d3e4f}',
      deploymentEnvironmentUuid: '{5d1c2b3a-6e7f-4d80-91a2-b3c4d5e6f708}',
      branchName: 'main',
    },
  },
};

function words(label: string, example: string) {
  return { label, help: `${label}, as the provider shows it.`, example };
}

function uuid(label: string, claim: string, example: string, identifies: readonly string[]) {
  const required = identifies.length > 0;
  return {
    ...words(label, example),
    claim,
    shape: 'uuid-braces',
    normalise: 'uuid-braces',
    unique: true,
    required,
    identifies,
  };
}
