import type { Operations } from '../../../packages/console/src/api/contract.ts';

export type Entry = Operations['GET /-/sallyport/v1/audit/{id}']['answer'];
export type Providers = Operations['GET /-/sallyport/v1/providers']['answer'];

const WORKSPACE = '{7a1b6c9e-2f55-4f0e-9b1d-0f7f5d5a9c11}';
const REPOSITORY = '{f3c1d5aa-93c0-4d8b-8a11-4f5b3a0a7e22}';
const ISSUER = 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc';
export const PUBLISHER = '0190a6f0-3333-7000-8000-000000000001';
export const OTHER_PUBLISHER = '0190a6f0-3333-7000-8000-000000000002';

/** Names that outsiders choose: markup, a right-to-left override, ten kilobytes. */
export const HOSTILE_BRANCH = '<script>document.title="taken"</script>\u202Egnp.exe';
export const LONG_CLAIM = 'x'.repeat(10_240);

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const field = (claim: string, label: string, more: object = {}) => ({
  claim,
  flag: claim,
  label,
  help: `The ${label.toLowerCase()}.`,
  example: '',
  required: false,
  identifies: false,
  forms: ['exact' as const],
  pattern: '',
  maxLength: 200,
  shape: 'text',
  ...more,
});

export const providers: Providers = [
  {
    type: 'bitbucket',
    title: 'Bitbucket Pipelines',
    issuer: { exact: [] },
    audience: 'npm:npm.acme.example',
    obtain: 'Give the step `oidc: true`.',
    required: ['workspaceUuid', 'repositoryUuid'],
    pins: ['iss'],
    fields: [
      field('workspaceUuid', 'Workspace UUID', { required: true, identifies: true }),
      field('repositoryUuid', 'Repository UUID', { required: true, identifies: true }),
      field('branchName', 'Branch', { forms: ['exact', 'pattern'] }),
    ],
    snippet: { file: 'bitbucket-pipelines.yml', text: 'oidc: true\n' },
  },
];

const run = {
  provider: 'bitbucket',
  issuer: ISSUER,
  repository: 'https://bitbucket.org/acme/hello',
  run: 'https://bitbucket.org/acme/hello/pipelines/results/17',
};
const identity = (branchName: string) => ({
  provider: 'bitbucket',
  issuer: ISSUER,
  claims: { workspaceUuid: WORKSPACE, repositoryUuid: REPOSITORY, branchName, stepUuid: 'step' },
});
const rules = (branchName: string, expected: unknown, holds: boolean) => [
  { claim: 'iss', expected: ISSUER, got: ISSUER, holds: true },
  { claim: 'workspaceUuid', expected: WORKSPACE, got: WORKSPACE, holds: true },
  { claim: 'repositoryUuid', expected: REPOSITORY, got: REPOSITORY, holds: true },
  { claim: 'branchName', expected, got: branchName, holds },
];

export const accepted: Entry = {
  id: 41,
  at: minutesAgo(12),
  kind: 'exchange',
  outcome: 'accepted',
  package: '@acme/hello',
  publisher: PUBLISHER,
  actor: run,
  decision: {
    outcome: 'accepted',
    reason: 'accepted',
    message: `Accepted by trusted publisher ${PUBLISHER}.`,
    publisher: PUBLISHER,
    identity: identity('main'),
    candidates: [{ publisher: PUBLISHER, rules: rules('main', 'main', true) }],
  },
  requestId: '0190a6f0-4444-7000-8000-000000000041',
};

export const refusedEntry = (branch = 'feature/one', id = 44): Entry => ({
  id,
  at: minutesAgo(3),
  kind: 'exchange',
  outcome: 'refused',
  package: '@acme/hello',
  actor: run,
  decision: {
    outcome: 'refused',
    reason: 'no-match',
    message: `No trusted publisher of this package accepts this token. The closest is ${PUBLISHER}: branchName is "feature/one", expected "main". Publish from where it allows, or an owner of the package changes its trusted publisher.`,
    identity: identity(branch),
    candidates: [
      {
        publisher: OTHER_PUBLISHER,
        rules: [
          { claim: 'iss', expected: ISSUER, got: ISSUER, holds: true },
          {
            claim: 'repositoryUuid',
            expected: '{00000000-0000-4000-8000-000000000000}',
            got: REPOSITORY,
            holds: false,
          },
          { claim: 'branchName', expected: { pattern: 'release/*' }, got: branch, holds: false },
          { claim: 'paused', holds: false },
        ],
      },
      { publisher: PUBLISHER, rules: rules(branch, 'main', false) },
    ],
  },
  requestId: `0190a6f0-4444-7000-8000-0000000000${id}`,
});

const publish = (id: number, outcome: string, more: Partial<Entry> = {}): Entry => ({
  id,
  at: minutesAgo(60 - id),
  kind: 'publish',
  outcome,
  package: '@acme/hello',
  version: '1.2.0',
  tag: 'latest',
  integrity: 'sha512-3zYAaCfZ4bn6fsBXkGmpJWWmNXGT0KpYLr0iiTzYYhJJ6LmYbe3JGWH9N0qSRXxvKqQw5y8BrJ0ZwC8k2Y0dNg==',
  publisher: PUBLISHER,
  actor: { ...run, claims: { branchName: 'main' } },
  requestId: `0190a6f0-4444-7000-8000-0000000000${id}`,
  ...more,
});

export const started = publish(42, 'started');
export const published = publish(43, 'accepted');
export const unsettled = publish(45, 'unknown', { version: '1.3.0' });
export const staged = publish(48, 'staged', { change: { stageId: '6f1f3f1e-0000-4000-8000-000000000001' } });
export const passed: Entry = {
  id: 40,
  at: minutesAgo(70),
  kind: 'publish',
  outcome: 'passed',
  package: '@acme/legacy',
  actor: { credential: "the upstream's own", address: '203.0.113.9' },
  requestId: '0190a6f0-4444-7000-8000-000000000040',
};
export const trustEdited: Entry = {
  id: 39,
  at: minutesAgo(90),
  kind: 'trust',
  outcome: 'edited',
  package: '@acme/hello',
  publisher: PUBLISHER,
  actor: { person: 'alice', address: '203.0.113.7', through: 'console' },
  change: {
    before: { id: PUBLISHER, type: 'bitbucket', claims: { repositoryUuid: REPOSITORY, branchName: 'develop' } },
    after: { id: PUBLISHER, type: 'bitbucket', claims: { repositoryUuid: REPOSITORY, branchName: 'main' } },
  },
  requestId: '0190a6f0-4444-7000-8000-000000000039',
};
export const signedIn: Entry = {
  id: 38,
  at: minutesAgo(95),
  kind: 'sign-in',
  outcome: 'accepted',
  actor: { person: 'alice', address: '203.0.113.7', method: 'password' },
  requestId: '0190a6f0-4444-7000-8000-000000000038',
};

/** Newest first, as the gate gives them. */
export const activity: readonly Entry[] = [unsettled, refusedEntry(), published, started, accepted, passed];
export const audit: readonly Entry[] = [...activity, trustEdited, signedIn];

/** Its branch is markup with a right-to-left override, another claim ten kilobytes. */
export function hostileEntry(): Entry {
  const entry = refusedEntry(HOSTILE_BRANCH, 46);
  const { decision } = entry;
  if (decision?.identity === undefined) throw new Error('the fixture has an identity');
  return {
    ...entry,
    actor: { ...run, repository: 'javascript:alert(1)', run: 'javascript:alert(2)' },
    decision: {
      ...decision,
      identity: { ...decision.identity, claims: { ...decision.identity.claims, stepName: LONG_CLAIM } },
    },
  };
}
