import type { Provider } from '../../src/provider.ts';

const nothing = () => undefined;

/** What every provider of these tests has and verification never asks for. */
const silent = {
  algorithms: ['RS256'],
  fields: [],
  pins: [],
  shows: [],
  personal: [],
  links: { repository: nothing, run: nothing },
  obtain: 'Run one step that asks for an id_token first.',
  snippet: () => ({ file: 'ci.yml', text: '' }),
  audienceYaml: (audience: string) => audience,
  token: {
    lifetime: 3600,
    jti: false,
    example: {},
    derive: (claims: object) => ({ ...claims }),
    audience: (asked: readonly string[]) => asked,
  },
};

/** Its public issuers have a workspace's slug in them, and an audience of the workspace's own may stand beside ours. */
export const mill: Provider = {
  ...silent,
  type: 'mill',
  title: 'Mill',
  issuer: {
    exact: [],
    template: { before: 'https://mill.example/ws/', after: '/oidc', segment: 'slug', example: 'acme' },
  },
  required: ['workspaceUuid', 'repositoryUuid'],
  refuses: [
    {
      claim: 'event',
      refused: ({ event }) => event === 'fork',
      why: 'a run for a fork; publish from a branch instead',
    },
  ],
  companionAudience: ({ workspaceUuid }) =>
    typeof workspaceUuid === 'string' ? `mill:ws/${workspaceUuid}` : undefined,
};

/** One public issuer, as most have. */
export const forge: Provider = {
  ...silent,
  type: 'forge',
  title: 'Forge',
  issuer: { exact: ['https://forge.example'] },
  required: ['repository', 'jti'],
  refuses: [],
};

/** Its public issuers have an organisation's UUID in them, which is a claim too. */
export const wheel: Provider = {
  ...silent,
  type: 'wheel',
  title: 'Wheel',
  issuer: {
    exact: ['https://wheel.example'],
    template: {
      before: 'https://wheel.example/org/',
      after: '',
      segment: 'uuid',
      equalsClaim: 'org',
      example: '00000000-0000-4000-8000-000000000001',
    },
  },
  required: ['org'],
  refuses: [],
};
