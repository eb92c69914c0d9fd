import type { ConsoleScene } from './scene.ts';

/** A page of the console by its address, and who looks at it. */
export interface ScenePage {
  /** For file names and titles. */
  readonly name: string;
  /** As the router writes it: what a test compares, so that no page is left out. */
  readonly route: string;
  readonly as: 'administrator' | 'owner' | 'nobody';
  /** Below /-/sallyport; left out: the route itself. */
  readonly path?: (scene: ConsoleScene) => string | Promise<string>;
  readonly heading: string | RegExp;
  /** A text that stands there once everything does, where the heading comes first. */
  readonly text?: string;
}

const HELLO = '/packages/@acme%2Fhello';
const PUBLISHER = '/packages/$name/publishers/$id';
const ACCEPTS = 'can publish "@acme/hello"';

/** Every page, each as the scene fills it. */
export const SCENE_PAGES: readonly ScenePage[] = [
  { name: 'sign-in', route: '/sign-in', as: 'nobody', heading: 'Sign in' },
  { name: 'account', route: '/account', as: 'owner', heading: 'Account', text: 'Recovery codes' },
  {
    name: 'confirm',
    route: '/confirm/$id',
    as: 'owner',
    path: (scene) => scene.confirmation(),
    heading: 'Confirm this change',
    text: 'release/*',
  },
  { name: 'first-run', route: '/first-run', as: 'owner', heading: 'What comes next' },
  { name: 'overview', route: '/', as: 'administrator', heading: 'Overview', text: 'Weak publishers' },
  { name: 'packages', route: '/packages', as: 'administrator', heading: 'Packages', text: '@acme/hello' },
  {
    name: 'package',
    route: '/packages/$name',
    as: 'administrator',
    path: () => HELLO,
    heading: '@acme/hello',
    text: ACCEPTS,
  },
  {
    name: 'publisher',
    route: PUBLISHER,
    as: 'administrator',
    path: ({ publisher }) => `${HELLO}/publishers/${publisher}`,
    heading: 'Trusted publisher',
    text: ACCEPTS,
  },
  {
    name: 'edit-publisher',
    route: `${PUBLISHER}/edit`,
    as: 'administrator',
    path: ({ publisher }) => `${HELLO}/publishers/${publisher}/edit`,
    heading: 'Edit a trusted publisher',
    text: ACCEPTS,
  },
  {
    name: 'new-publisher',
    route: '/publishers/new',
    as: 'administrator',
    path: newPublisher,
    heading: 'New trusted publisher',
    text: 'can publish "@acme/docs"',
  },
  { name: 'activity', route: '/activity', as: 'administrator', heading: 'Activity', text: 'Published' },
  {
    name: 'decision',
    route: '/decisions/$id',
    as: 'administrator',
    path: ({ refused }) => `/decisions/${refused}`,
    heading: /^Exchange \d+$/,
    text: 'Rule by rule',
  },
  { name: 'try-it', route: '/try', as: 'administrator', heading: 'Try it' },
  { name: 'issuers', route: '/issuers', as: 'administrator', heading: 'Issuers', text: 'What works without set-up' },
  { name: 'audit', route: '/audit', as: 'administrator', heading: 'Audit', text: 'Publisher added' },
  { name: 'system', route: '/system', as: 'administrator', heading: 'System', text: 'Migrations of the store' },
  {
    name: 'not-found',
    route: '$',
    as: 'administrator',
    path: () => '/hello',
    heading: 'There is nothing at this address',
    text: 'Did you mean one of these packages?',
  },
];

/** As a refused run links to it. */
function newPublisher({ bitbucket }: ConsoleScene): string {
  const { provider, url } = bitbucket;
  const { workspaceUuid, repositoryUuid, deploymentEnvironmentUuid, branchName } = provider.token.example;
  const claims = JSON.stringify({ workspaceUuid, repositoryUuid, deploymentEnvironmentUuid, branchName });
  const query = new URLSearchParams({ package: '@acme/docs', type: provider.type, issuer: url, claims });
  return `/publishers/new?${query.toString()}`;
}
