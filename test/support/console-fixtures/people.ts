import type { Operations } from '../../../packages/console/src/api/contract.ts';

export type SessionAnswer = Operations['GET /-/sallyport/v1/session']['answer'];
export type AccountAnswer = Operations['GET /-/sallyport/v1/account']['answer'];
export type ConfirmationAnswer = Operations['GET /-/sallyport/v1/confirmations/{id}']['answer'];

/** A person with a passkey and an authenticator app who has given one. */
export const alice: SessionAnswer = {
  account: { name: 'alice', kind: 'person' },
  method: 'password',
  expiresAt: '2026-11-24T22:00:00.000Z',
  secondFactor: { enrolled: ['passkey', 'totp'], given: true, needed: 'required' },
  mayEnrol: true,
  passkeysWork: true,
};

/** The account of the one-time link, just after it: nothing is enrolled yet. */
export const newAdministrator: SessionAnswer = {
  account: { name: 'administrator', kind: 'administrator' },
  method: 'link',
  expiresAt: '2026-11-24T22:00:00.000Z',
  secondFactor: { enrolled: [], given: false, needed: 'required' },
  mayEnrol: true,
  passkeysWork: true,
};

export const administrator: SessionAnswer = {
  ...newAdministrator,
  method: 'passkey',
  secondFactor: { enrolled: ['passkey', 'totp'], given: true, needed: 'required' },
};

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

export const accountOfAlice: AccountAnswer = {
  account: alice.account,
  sessions: [
    {
      id: '0190a6f0-1111-7000-8000-000000000001',
      current: true,
      method: 'password',
      createdAt: '2026-11-24T10:00:00.000Z',
      lastSeenAt: '2026-11-24T10:05:00.000Z',
      expiresAt: '2026-11-24T22:00:00.000Z',
      address: '203.0.113.7',
      userAgent: FIREFOX,
    },
    {
      id: '0190a6f0-1111-7000-8000-000000000002',
      current: false,
      method: 'token',
      createdAt: '2026-11-23T08:00:00.000Z',
      lastSeenAt: '2026-11-24T08:00:00.000Z',
      expiresAt: '2026-11-24T20:00:00.000Z',
      address: '2001:db8::17',
    },
  ],
  passkeys: [
    { id: 'pk-laptop', name: 'Laptop', createdAt: '2026-11-01T09:00:00.000Z', lastUsedAt: '2026-11-24T10:00:00.000Z' },
    { id: 'pk-key', name: 'Security key', createdAt: '2026-11-02T09:00:00.000Z' },
  ],
  totp: true,
  recoveryCodes: 8,
};

/** Nothing enrolled, one session. */
export const emptyAccount: AccountAnswer = {
  account: alice.account,
  sessions: accountOfAlice.sessions.slice(0, 1),
  passkeys: [],
  totp: false,
  recoveryCodes: 0,
};

/** A change of one publisher that waits for alice. */
export const confirmation: ConfirmationAnswer = {
  id: '0190a6f0-2222-7000-8000-000000000001',
  account: alice.account,
  state: 'waiting',
  action: 'edit',
  sentence: 'Edit a trusted publisher of "@acme/hello".',
  package: '@acme/hello',
  publisher: { type: 'bitbucket' },
  before: {
    id: '0190a6f0-3333-7000-8000-000000000001',
    type: 'bitbucket',
    claims: {
      workspaceUuid: '{7a1b6c9e-2f55-4f0e-9b1d-0f7f5d5a9c11}',
      repositoryUuid: '{f3c1d5aa-93c0-4d8b-8a11-4f5b3a0a7e22}',
      branchName: 'main',
    },
    permissions: ['createPackage'],
  },
  after: {
    id: '0190a6f0-3333-7000-8000-000000000001',
    type: 'bitbucket',
    claims: {
      workspaceUuid: '{7a1b6c9e-2f55-4f0e-9b1d-0f7f5d5a9c11}',
      repositoryUuid: '{f3c1d5aa-93c0-4d8b-8a11-4f5b3a0a7e22}',
      branchName: { pattern: 'release/*' },
    },
    permissions: ['createPackage', 'createStagedPackage'],
    note: 'Releases of the 2.x line',
  },
  method: 'PATCH',
  path: '/-/package/@acme%2fhello/trust/0190a6f0-3333-7000-8000-000000000001',
  address: '203.0.113.7',
  userAgent: 'npm/12.2.0 node/v26.10.0 linux x64 workspaces/false',
  createdAt: '2026-11-24T10:05:00.000Z',
  expiresAt: '2026-11-24T10:10:00.000Z',
};
