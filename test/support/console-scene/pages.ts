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
}

/** Every page, each as the scene fills it. */
export async function scenePages(scene: ConsoleScene): Promise<readonly ScenePage[]> {
  const { publisher } = scene;
  const refused = await scene.entry('@acme/hello', 'exchange', 'refused');
  const hello = '/packages/@acme%2Fhello';
  return [
    page('sign-in', '/sign-in', 'nobody', '/sign-in', 'Sign in'),
    page('overview', '/', 'administrator', '/', 'Overview'),
    page('packages', '/packages', 'administrator', '/packages', 'Packages'),
    page('package', '/packages/$name', 'administrator', hello, '@acme/hello'),
    page(
      'publisher',
      '/packages/$name/publishers/$id',
      'administrator',
      `${hello}/publishers/${publisher}`,
      'Trusted publisher',
    ),
    page(
      'edit-publisher',
      '/packages/$name/publishers/$id/edit',
      'administrator',
      `${hello}/publishers/${publisher}/edit`,
      'Edit a trusted publisher',
    ),
    page('new-publisher', '/publishers/new', 'administrator', newPublisher(scene), 'New trusted publisher'),
    page('activity', '/activity', 'administrator', '/activity', 'Activity'),
    page('decision', '/decisions/$id', 'administrator', `/decisions/${refused.id}`, `Exchange ${refused.id}`),
    page('try-it', '/try', 'administrator', '/try?package=@acme/hello', 'Try it'),
    page('issuers', '/issuers', 'administrator', '/issuers', 'Issuers'),
    page('audit', '/audit', 'administrator', '/audit', 'Audit'),
    page('account', '/account', 'owner', '/account', 'Account'),
    page('confirm', '/confirm/$id', 'owner', await scene.confirmation(), 'Confirm this change'),
    page('first-run', '/first-run', 'owner', '/first-run', 'What comes next'),
    page('system', '/system', 'administrator', '/system', 'System'),
    page('not-found', '$', 'administrator', '/hello', 'There is nothing at this address'),
  ];
}

const page = (name: string, route: string, as: ScenePage['as'], path: string, heading: string): ScenePage => ({
  name,
  route,
  as,
  path,
  heading,
});

/** As a refused run links to it. */
function newPublisher({ bitbucket }: ConsoleScene): string {
  const { provider, url } = bitbucket;
  const { workspaceUuid, repositoryUuid, deploymentEnvironmentUuid, branchName } = provider.token.example;
  const claims = JSON.stringify({ workspaceUuid, repositoryUuid, deploymentEnvironmentUuid, branchName });
  return `/publishers/new?${new URLSearchParams({ package: '@acme/docs', type: provider.type, issuer: url, claims })}`;
}
