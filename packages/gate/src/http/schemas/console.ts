import { Type } from 'typebox';
import { AuditEntry, TrustedPublisher } from './registry.ts';

const Time = Type.String({ format: 'date-time' });
const Claims = Type.Record(Type.String(), Type.Unknown());

/** How much a publisher demands, and what would make it demand more. */
export const Strength = Type.Object({
  level: Type.Enum(['strong', 'fair', 'weak']),
  raise: Type.Array(Type.Object({ claim: Type.Optional(Type.String()), text: Type.String() }), {
    description: 'What would raise it, most effective first; empty when strong',
  }),
});

export const Snippet = Type.Object({ file: Type.String(), text: Type.String() });

export const PublisherDetail = Type.Object({
  on: Type.String({ description: 'The package or pattern it is configured for' }),
  publisher: TrustedPublisher,
  accepts: Type.String({ description: 'What it accepts, in one sentence' }),
  strength: Strength,
  snippet: Type.Optional(Snippet),
  pins: Type.Optional(Type.Record(Type.String(), Type.String())),
  createdAt: Time,
  updatedAt: Time,
  revision: Type.Integer(),
  firstUse: Type.Optional(AuditEntry),
  lastUse: Type.Optional(AuditEntry),
});

export const PackageSummary = Type.Object({
  name: Type.String(),
  publishers: Type.Integer({ description: 'Trusted publishers that cover it, patterns included' }),
  weak: Type.Integer({ description: 'How many of those are weak' }),
  lastPublish: Type.Optional(Type.Object({ version: Type.Optional(Type.String()), at: Time })),
  trustedPublishingOnly: Type.Boolean(),
});
export const PackageQuery = Type.Object(
  {
    search: Type.Optional(Type.String({ maxLength: 214 })),
    after: Type.Optional(Type.String({ pattern: '^[\\x21-\\x7e]{1,214}$', description: 'Continue after this name' })),
    limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: '1 to 200, 50 when left out' })),
  },
  { additionalProperties: false },
);
export const PackageList = Type.Object({ packages: Type.Array(PackageSummary), next: Type.Optional(Type.String()) });

export const PackageAnswer = Type.Object({
  name: Type.String(),
  pattern: Type.Boolean({ description: 'Whether the name is a pattern of names' }),
  exists: Type.Optional(Type.Boolean({ description: 'Missing where the upstream did not say' })),
  publishers: Type.Array(PublisherDetail),
  trustedPublishingOnly: Type.Boolean(),
  staticPublishes: Type.Object({ days: Type.Integer(), count: Type.Integer(), lastAt: Type.Optional(Time) }),
  releases: Type.Array(AuditEntry, { description: 'Publishes through the gate, newest first, at most 50' }),
  covers: Type.Optional(Type.Object({ packages: Type.Array(Type.String()), more: Type.Boolean() })),
});
export const PolicyBody = Type.Object({ trustedPublishingOnly: Type.Boolean() }, { additionalProperties: false });

export const PreviewBody = Type.Object(
  {
    package: Type.String({ maxLength: 214, description: 'A name, or a pattern: @scope/* or @scope/prefix-*' }),
    publisher: Type.Record(Type.String(), Type.Unknown(), {
      description: 'As POST .../trust takes it, unfinished allowed',
    }),
    replaces: Type.Optional(Type.String({ description: 'The id of the publisher that is edited' })),
    pasted: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'The claims that the form was filled from: what then stands in the wrong field is named',
      }),
    ),
  },
  { additionalProperties: false },
);
export const PreviewAnswer = Type.Object({
  mistakes: Type.Array(
    Type.Object({
      field: Type.Optional(Type.String({ description: '`package`, `issuer`, `claims.x`' })),
      message: Type.String(),
    }),
  ),
  publisher: Type.Optional(Type.Omit(TrustedPublisher, ['id'])),
  accepts: Type.Optional(Type.String({ description: 'What it will accept, in one sentence; only without mistakes' })),
  strength: Type.Optional(Strength),
  audience: Type.String(),
  snippet: Type.Optional(Snippet),
  sample: Type.Optional(Claims),
  covers: Type.Optional(Type.Object({ packages: Type.Array(Type.String()), more: Type.Boolean() })),
  exists: Type.Optional(Type.Boolean({ description: 'Whether the package exists; missing where nobody knows' })),
});

export const RecogniseBody = Type.Object(
  { claims: Claims, type: Type.Optional(Type.String({ description: 'The provider that the form shows' })) },
  { additionalProperties: false },
);
export const RecogniseAnswer = Type.Object({
  type: Type.Optional(Type.String({ description: 'The provider whose token this is' })),
  title: Type.Optional(Type.String()),
  issuer: Type.Optional(Type.String({ description: 'Its iss, where the gate accepts it' })),
  issuerProblem: Type.Optional(Type.String()),
  fields: Type.Array(
    Type.Object({
      claim: Type.String(),
      value: Type.String({
        description: 'As a person types it; of a list one value a line; as it was where malformed',
      }),
      demand: Type.Optional(Type.Unknown({ description: 'As a publisher demands it; missing where malformed' })),
      mistake: Type.Optional(Type.String()),
    }),
    { description: 'The configurable claims that are there, in the order of the form' },
  ),
});

export const IssuerAnswer = Type.Object({
  provider: Type.String(),
  title: Type.String(),
  issuer: Type.Optional(Type.String()),
  template: Type.Optional(Type.String({ description: 'For organisations: with {segment} for the hole' })),
  configured: Type.Boolean(),
  default: Type.Boolean(),
  private: Type.Boolean(),
  insecure: Type.Boolean(),
  disabled: Type.Boolean(),
  keys: Type.Optional(Type.Integer()),
  refreshedAt: Type.Optional(Time),
  failedAt: Type.Optional(Time),
  problem: Type.Optional(Type.String()),
  clockDifferenceSeconds: Type.Optional(Type.Number({ description: "The issuer's clock minus ours" })),
});
export const ProbeBody = Type.Object(
  { type: Type.String({ maxLength: 64 }), issuer: Type.String({ maxLength: 512 }) },
  { additionalProperties: false },
);
export const ProbeAnswer = Type.Object({
  answers: Type.Boolean(),
  keys: Type.Optional(Type.Integer()),
  problem: Type.Optional(Type.String({ description: 'What is wrong and what to do' })),
  clockDifferenceSeconds: Type.Optional(
    Type.Number({ description: "The issuer's clock minus ours, from its Date header" }),
  ),
});

export const OverviewAnswer = Type.Object({
  decisions: Type.Array(AuditEntry),
  packages: Type.Integer({ description: 'How many packages the reader sees' }),
  withoutPublisher: Type.Array(Type.String()),
  weak: Type.Array(Type.Object({ package: Type.String(), publisher: Type.String(), raise: Type.String() })),
  staticPublishes: Type.Object({
    days: Type.Integer(),
    packages: Type.Array(Type.Object({ package: Type.String(), count: Type.Integer(), lastAt: Time })),
  }),
  checks: Type.Array(
    Type.Object({
      name: Type.String(),
      status: Type.Enum(['ok', 'warning', 'failed']),
      detail: Type.Optional(Type.String()),
    }),
  ),
});

export const SystemAnswer = Type.Object({
  version: Type.String(),
  node: Type.String(),
  url: Type.String(),
  audience: Type.String(),
  store: Type.String(),
  migrations: Type.Array(Type.String()),
  upstream: Type.Object({
    kind: Type.String(),
    name: Type.String(),
    found: Type.Optional(
      Type.String({ description: 'What `kind: auto` found out; missing until the registry has answered' }),
    ),
  }),
  startedAt: Time,
  configuration: Type.Unknown({ description: 'In force, every secret as where it comes from' }),
  checks: Type.Array(
    Type.Object({
      name: Type.String(),
      status: Type.Enum(['ok', 'warning', 'failed']),
      detail: Type.Optional(Type.String()),
    }),
  ),
});

export const ProvidersQuery = Type.Object(
  {
    package: Type.Optional(
      Type.String({ maxLength: 214, description: 'The package of the snippets, or a pattern of names' }),
    ),
  },
  { additionalProperties: false },
);

export const ProviderDescription = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    issuer: Type.Object(
      {
        exact: Type.Array(Type.String(), { description: 'Public issuers' }),
        template: Type.Optional(
          Type.Object(
            {
              before: Type.String(),
              after: Type.String(),
              segment: Type.Enum(['slug', 'uuid']),
              equalsClaim: Type.Optional(Type.String({ description: 'The claim that equals the segment' })),
              example: Type.String(),
              label: Type.Optional(Type.String()),
              help: Type.Optional(Type.String()),
            },
            { description: 'Public issuers with one hole, between `before` and `after`' },
          ),
        ),
        unanswered: Type.Optional(Type.String({ description: 'What to try when none answers' })),
      },
      { additionalProperties: true },
    ),
    audience: Type.String(),
    obtain: Type.String(),
    required: Type.Array(Type.String()),
    pins: Type.Array(Type.String()),
    fields: Type.Array(
      Type.Object(
        {
          claim: Type.String(),
          flag: Type.String(),
          label: Type.String(),
          help: Type.String(),
          example: Type.String(),
          required: Type.Boolean(),
          identifies: Type.Boolean(),
          forms: Type.Array(Type.Enum(['exact', 'file', 'pattern', 'all'])),
          pattern: Type.String(),
          maxLength: Type.Integer(),
          shape: Type.String(),
          flagAliases: Type.Optional(Type.Array(Type.String())),
          phrase: Type.Optional(Type.Object({ preposition: Type.String(), noun: Type.String() })),
          raises: Type.Optional(
            Type.Object({
              weight: Type.Integer(),
              why: Type.String({ description: 'Who could publish without it' }),
            }),
          ),
        },
        { additionalProperties: true },
      ),
    ),
    snippet: Snippet,
  },
  { additionalProperties: true },
);

export const SwitchBody = Type.Object(
  {
    name: Type.String({ pattern: '^[\\x21-\\x7e]{1,512}$', description: 'The type of a provider, or an exact issuer' }),
    disabled: Type.Boolean(),
    note: Type.Optional(
      Type.String({ pattern: '^[^\\x00-\\x1f\\x7f]{1,500}$', description: 'Why, for people: shown while it is off' }),
    ),
  },
  { additionalProperties: false },
);
export const SwitchAnswer = Type.Object({
  name: Type.String({ description: 'The type of a provider, or an exact issuer' }),
  kind: Type.Enum(['provider', 'issuer']),
  title: Type.Optional(Type.String({ description: 'What people call the provider' })),
  disabled: Type.Optional(
    Type.Object(
      {
        by: Type.String({ description: '`configuration`, or who switched it off while gates ran' }),
        configured: Type.Boolean({ description: 'Whether the configuration switches it off as well' }),
        at: Type.Optional(Time),
        note: Type.Optional(Type.String()),
      },
      { description: 'Only while it is switched off' },
    ),
  ),
});
