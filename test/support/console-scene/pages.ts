import type { ConsoleScene } from './scene.ts';

/** A page of the console by its address, and who looks at it. */
export interface ScenePage {
  /** For file names and titles. */
  readonly name: string;
  /** As the router writes it: what a test compares, so that no page is left out. */
  readonly route: string;
  readonly as: 'administrator' | 'owner' | 'nobody';
  /** Below /-/sallyport. */
  readonly path: string;
  readonly heading: string;
  /** A text that stands there once everything does, where the heading comes first. */
  readonly text?: string;
}

/** Every page, each as the scene fills it. */
export async function scenePages(scene: ConsoleScene): Promise<readonly ScenePage[]> {
  const refused = String((await scene.entry('@acme/hello', 'exchange', 'refused')).id);
  const accepts = 'can publish "@acme/hello"';
  const publisher = `${HELLO}/publishers/${scene.publisher}`;
  const at = (as: ScenePage['as'], name: string, route: string, path: string, heading: string, text?: string) => ({
    ...{ as, name, route, path, heading },
    ...(text === undefined ? {} : { text }),
  });
  return [
    at('nobody', 'sign-in', '/sign-in', '/sign-in', 'Sign in'),
    at('administrator', 'overview', '/', '/', 'Overview', 'Weak publishers'),
    at('administrator', 'packages', '/packages', '/packages', 'Packages', '@acme/hello'),
    at('administrator', 'package', '/packages/$name', HELLO, '@acme/hello', accepts),
    at('administrator', 'publisher', `${PACKAGE}/publishers/$id`, publisher, 'Trusted publisher', accepts),
    at(
      'administrator',
      'edit-publisher',
      `${PACKAGE}/publishers/$id/edit`,
      `${publisher}/edit`,
      'Edit a trusted publisher',
      accepts,
    ),
    at(
      'administrator',
      'new-publisher',
      '/publishers/new',
      newPublisher(scene),
      'New trusted publisher',
      'can publish "@acme/docs"',
    ),
    at('administrator', 'activity', '/activity', '/activity', 'Activity', 'Published'),
    at('administrator', 'decision', '/decisions/$id', `/decisions/${refused}`, `Exchange ${refused}`, 'Rule by rule'),
    at('administrator', 'try-it', '/try', '/try?package=@acme/hello', 'Try it'),
    at('administrator', 'issuers', '/issuers', '/issuers', 'Issuers', 'What works without set-up'),
    at('administrator', 'audit', '/audit', '/audit', 'Audit', 'Publisher added'),
    at('owner', 'account', '/account', '/account', 'Account', 'Recovery codes'),
    at('owner', 'confirm', '/confirm/$id', await scene.confirmation(), 'Confirm this change', 'release/*'),
    at('owner', 'first-run', '/first-run', '/first-run', 'What comes next'),
    at('administrator', 'system', '/system', '/system', 'System', 'Migrations of the store'),
    at(
      'administrator',
      'not-found',
      '$',
      '/hello',
      'There is nothing at this address',
      'Did you mean one of these packages?',
    ),
  ];
}

const HELLO = '/packages/@acme%2Fhello';
const PACKAGE = '/packages/$name';

/** As a refused run links to it. */
function newPublisher({ bitbucket }: ConsoleScene): string {
  const { provider, url } = bitbucket;
  const { workspaceUuid, repositoryUuid, deploymentEnvironmentUuid, branchName } = provider.token.example;
  const claims = JSON.stringify({ workspaceUuid, repositoryUuid, deploymentEnvironmentUuid, branchName });
  return `/publishers/new?${new URLSearchParams({ package: '@acme/docs', type: provider.type, issuer: url, claims })}`;
}
