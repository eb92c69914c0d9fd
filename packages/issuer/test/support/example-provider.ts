import type { Provider } from '@sallyport/trust';

/** A provider of this package's own, so that what every provider gets is tested apart from what the built-in ones say. */
export const exampleProvider: Provider = {
  type: 'example',
  title: 'Example CI',
  issuer: {
    exact: [],
    template: {
      before: 'https://ci.example/org/',
      after: '/oidc',
      segment: 'slug',
      equalsClaim: 'org',
      example: 'acme',
    },
  },
  algorithms: ['RS256'],
  fields: [],
  required: ['org', 'project'],
  pins: [],
  refuses: [],
  shows: [],
  personal: [],
  links: { repository: () => undefined, run: () => undefined },
  obtain: '',
  snippet: () => ({ file: '', text: '' }),
  audienceYaml: () => '',
  token: {
    lifetime: 600,
    jti: true,
    notBefore: 5,
    example: { org: 'other', project: 'p1', stage: 'live' },
    derive: (claims) => ({ ...claims, sub: [claims['project'], claims['stage'] ?? 'none'].join(':') }),
    audience: (asked) => (asked.length === 0 ? 'example-default' : asked),
  },
};
