import type { IncomingHttpHeaders } from 'node:http';

/** A product that shows itself in the headers of its answers. Known by name only: nothing is decided by it. */
interface Product {
  readonly name: string;
  readonly shownBy: (headers: IncomingHttpHeaders) => boolean;
}

const says = (value: string | string[] | undefined, word: string): boolean =>
  String(value ?? '')
    .toLowerCase()
    .includes(word);

export const PRODUCTS: readonly Product[] = [
  {
    name: 'Sonatype Nexus',
    shownBy: (headers) => says(headers['server'], 'nexus/') || says(headers['www-authenticate'], 'sonatype nexus'),
  },
  {
    name: 'JFrog Artifactory',
    shownBy: (headers) =>
      'x-artifactory-id' in headers ||
      says(headers['x-jfrog-version'], 'artifactory') ||
      says(headers['server'], 'artifactory'),
  },
  { name: "GitLab's registry", shownBy: (headers) => 'x-gitlab-meta' in headers },
  {
    name: 'GitHub Packages',
    shownBy: (headers) => 'x-github-request-id' in headers || says(headers['www-authenticate'], 'github package'),
  },
];
