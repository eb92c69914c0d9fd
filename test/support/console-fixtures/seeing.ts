import type { Operations } from '../../../packages/console/src/api/contract.ts';
import { activity, HOSTILE_BRANCH, OTHER_PUBLISHER, PUBLISHER } from './entries.ts';

type AnswerTo<O extends keyof Operations> = Operations[O]['answer'];

export const overview: AnswerTo<'GET /-/sallyport/v1/overview'> = {
  decisions: activity,
  packages: 12,
  withoutPublisher: ['@acme/legacy', 'left-alone'],
  weak: [{ package: '@acme/hello', publisher: OTHER_PUBLISHER, raise: 'Name a branch: `branchName` is any.' }],
  staticPublishes: { days: 30, packages: [{ package: '@acme/legacy', count: 7, lastAt: '2026-11-20T09:00:00.000Z' }] },
  checks: [
    { name: 'store', status: 'ok' },
    { name: 'upstream', status: 'ok' },
    {
      name: 'issuers',
      status: 'warning',
      detail: 'https://gitlab.acme.example: its keys could not be read for 20 min.',
    },
  ],
};

export const emptyOverview: AnswerTo<'GET /-/sallyport/v1/overview'> = {
  decisions: [],
  packages: 0,
  withoutPublisher: [],
  weak: [],
  staticPublishes: { days: 30, packages: [] },
  checks: [
    { name: 'store', status: 'ok' },
    { name: 'upstream', status: 'ok' },
  ],
};

const issuer = {
  provider: 'gitlab',
  title: 'GitLab CI/CD',
  configured: false,
  default: false,
  private: false,
  insecure: false,
  disabled: false,
};
export const issuers: AnswerTo<'GET /-/sallyport/v1/issuers'> = [
  { ...issuer, issuer: 'https://gitlab.com', keys: 2, refreshedAt: '2026-11-24T09:00:00.000Z' },
  {
    ...issuer,
    issuer: 'https://gitlab.acme.example',
    configured: true,
    default: true,
    private: true,
    failedAt: '2026-11-24T09:10:00.000Z',
    problem: `No answer within 3 s. ${HOSTILE_BRANCH}`,
  },
  { ...issuer, issuer: 'http://127.0.0.1:9000', configured: true, insecure: true },
  { ...issuer, issuer: 'https://old.acme.example', configured: true, disabled: true },
  {
    ...issuer,
    provider: 'bitbucket',
    title: 'Bitbucket Pipelines',
    template: 'https://api.bitbucket.org/2.0/workspaces/{segment}/pipelines-config/identity/oidc',
  },
];

export const system: AnswerTo<'GET /-/sallyport/v1/system'> = {
  version: '0.4.0',
  node: '26.10.0',
  url: 'https://npm.acme.example',
  audience: 'npm:npm.acme.example',
  store: 'embedded',
  migrations: ['0001-start', '0002-people'],
  upstream: { kind: 'embedded', name: 'the embedded registry' },
  startedAt: '2026-11-24T08:00:00.000Z',
  configuration: {
    url: 'https://npm.acme.example',
    upstream: { url: 'embedded', timeout: '30s' },
    issuers: [{ provider: 'gitlab', issuer: 'https://gitlab.acme.example', private: true }],
    administrators: { tokens: ['environment variable SALLYPORT_ADMIN_TOKEN'] },
    disable: [],
  },
  checks: [
    { name: 'store', status: 'ok' },
    { name: 'upstream', status: 'failed', detail: 'It does not answer. Look at upstream.url.' },
  ],
};

export const switches: AnswerTo<'GET /-/sallyport/v1/switches'> = [
  { name: 'bitbucket', kind: 'provider', title: 'Bitbucket Pipelines' },
  {
    name: 'gitlab',
    kind: 'provider',
    title: 'GitLab CI/CD',
    disabled: { by: 'configuration', configured: true },
  },
  { name: 'https://gitlab.acme.example', kind: 'issuer', title: 'GitLab CI/CD' },
  {
    name: 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc',
    kind: 'issuer',
    title: 'Bitbucket Pipelines',
    disabled: {
      by: 'administrator',
      configured: false,
      at: '2026-11-24T09:00:00.000Z',
      note: `Its keys leaked. ${HOSTILE_BRANCH}`,
    },
  },
];

/** What a gate says to claims that one publisher accepts. */
export const tried: AnswerTo<'POST /-/sallyport/v1/check'> = {
  outcome: 'accepted',
  reason: 'accepted',
  message: `Trusted publisher ${PUBLISHER} accepts it.`,
  publisher: PUBLISHER,
  candidates: [{ publisher: PUBLISHER, rules: [{ claim: 'branchName', expected: 'main', got: 'main', holds: true }] }],
};
