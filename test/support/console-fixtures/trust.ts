import { builtInProviders } from '@sallyport/trust';
import type { Operations } from '../../../packages/console/src/api/contract.ts';

export type PackageList = Operations['GET /-/sallyport/v1/packages']['answer'];
export type PackageOf = Operations['GET /-/sallyport/v1/packages/{package}']['answer'];
export type AuditEntries = Operations['GET /-/sallyport/v1/audit']['answer'];
type Providers = Operations['GET /-/sallyport/v1/providers']['answer'];
type Detail = PackageOf['publishers'][number];

const REGISTRY = { registry: 'https://npm.acme.example', audience: 'npm:npm.acme.example' };

/** The real providers, described as the gate does. */
export const providers: Providers = builtInProviders.map((provider) => ({
  type: provider.type,
  title: provider.title,
  issuer: provider.issuer,
  audience: REGISTRY.audience,
  obtain: provider.obtain,
  required: provider.required,
  pins: provider.pins,
  fields: provider.fields.map((field) => JSON.parse(JSON.stringify(field)) as Providers[number]['fields'][number]),
  snippet: provider.snippet({ package: '@acme/hello', ...REGISTRY }),
}));

/** What may come from outside: markup, a right-to-left override, and more than anybody wants to read. */
export const HOSTILE_BRANCH = '<script>document.title="owned"</script>';
export const RIGHT_TO_LEFT = 'main\u202Egnp.exe';
export const LONG_CLAIM = 'x'.repeat(10_240);

export const PUBLISHER = '0190a6f0-3333-7000-8000-000000000001';
export const OTHER = '0190a6f0-3333-7000-8000-000000000002';

const exchange: AuditEntries[number] = {
  id: 41,
  at: '2026-11-20T09:00:00.000Z',
  kind: 'exchange',
  outcome: 'accepted',
  package: '@acme/hello',
  publisher: PUBLISHER,
  actor: { provider: 'bitbucket', run: 'https://bitbucket.org/%7B1%7D/%7B2%7D/pipelines/results/3' },
  requestId: '0190a6f0-0000-7000-8000-000000000041',
};

const claims = {
  workspaceUuid: '{6b8e7a52-4c1d-4f0e-9a63-2d5b8c7f1e90}',
  repositoryUuid: '{0e0f4d3c-91b7-4a68-8f25-7c6a1b2d3e4f}',
  branchName: 'main',
};

/** One that is used, and pinned its issuer. */
export const used: Detail = {
  on: '@acme/hello',
  publisher: { id: PUBLISHER, type: 'bitbucket', claims, permissions: ['createPackage'], note: 'Releases' },
  accepts: 'Any run of Bitbucket Pipelines of this repository on branch "main" can publish "@acme/hello".',
  strength: { level: 'fair', raise: [{ claim: 'deploymentEnvironmentUuid', text: 'Add a deployment environment.' }] },
  snippet: { file: 'bitbucket-pipelines.yml', text: 'pipelines:\n  branches: {}\n' },
  pins: { iss: 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc' },
  createdAt: '2026-11-01T09:00:00.000Z',
  updatedAt: '2026-11-02T09:00:00.000Z',
  revision: 2,
  firstUse: exchange,
  lastUse: { ...exchange, id: 77, at: '2026-11-23T09:00:00.000Z' },
};

/** One by pattern, weak, never used, with what strangers could put into names. */
export const hostile: Detail = {
  on: '@acme/*',
  publisher: {
    id: OTHER,
    type: 'github',
    claims: { repository: RIGHT_TO_LEFT, environment: LONG_CLAIM, ref: { pattern: HOSTILE_BRANCH } },
    permissions: ['createStagedPackage'],
  },
  accepts: 'Any run of GitHub Actions of repository "?" may stage.',
  strength: { level: 'weak', raise: [{ claim: 'environment', text: 'Add an environment.' }] },
  createdAt: '2026-11-01T09:00:00.000Z',
  updatedAt: '2026-11-01T09:00:00.000Z',
  revision: 1,
};

export const packagePage: PackageOf = {
  name: '@acme/hello',
  pattern: false,
  exists: true,
  publishers: [used, hostile],
  trustedPublishingOnly: false,
  staticPublishes: { days: 30, count: 3, lastAt: '2026-11-22T10:00:00.000Z' },
  releases: [
    {
      id: 78,
      at: '2026-11-23T09:00:05.000Z',
      kind: 'publish',
      outcome: 'accepted',
      package: '@acme/hello',
      version: '1.2.0',
      tag: RIGHT_TO_LEFT,
      publisher: PUBLISHER,
      actor: { run: 'https://bitbucket.org/%7B1%7D/%7B2%7D/pipelines/results/3' },
      requestId: '0190a6f0-0000-7000-8000-000000000078',
    },
    {
      id: 60,
      at: '2026-11-22T10:00:00.000Z',
      kind: 'publish',
      outcome: 'accepted',
      package: '@acme/hello',
      version: '1.1.0',
      actor: { user: 'alice', run: 'javascript:alert(1)' },
      requestId: '0190a6f0-0000-7000-8000-000000000060',
    },
  ],
};

/** No publisher, nothing published. */
export const emptyPackage: PackageOf = {
  name: '@acme/hello',
  pattern: false,
  publishers: [],
  trustedPublishingOnly: false,
  staticPublishes: { days: 30, count: 0 },
  releases: [],
};

export const packageList: PackageList = {
  packages: [
    {
      name: '@acme/hello',
      publishers: 2,
      weak: 1,
      lastPublish: { version: '1.2.0', at: '2026-11-23T09:00:05.000Z' },
      trustedPublishingOnly: true,
    },
    { name: '@acme/never', publishers: 0, weak: 0, trustedPublishingOnly: false },
  ],
  next: '@acme/never',
};

/** Added by an administrator's token, then edited by alice. */
export const changes: AuditEntries = [
  {
    id: 30,
    at: '2026-11-02T09:00:00.000Z',
    kind: 'trust',
    outcome: 'edited',
    package: '@acme/hello',
    publisher: PUBLISHER,
    actor: { person: 'alice', address: '203.0.113.7', through: 'console' },
    change: {
      before: { id: PUBLISHER, type: 'bitbucket', claims: { ...claims, branchName: HOSTILE_BRANCH }, permissions: [] },
      after: { id: PUBLISHER, type: 'bitbucket', claims, permissions: [] },
    },
    requestId: '0190a6f0-0000-7000-8000-000000000030',
  },
  {
    id: 29,
    at: '2026-11-01T09:00:00.000Z',
    kind: 'trust',
    outcome: 'added',
    package: '@acme/hello',
    publisher: PUBLISHER,
    actor: { administrator: 'environment variable SALLYPORT_ADMIN_TOKEN', address: '203.0.113.8' },
    change: { after: { id: PUBLISHER, type: 'bitbucket', claims, permissions: [] } },
    requestId: '0190a6f0-0000-7000-8000-000000000029',
  },
];
