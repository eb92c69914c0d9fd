import { Type } from 'typebox';

/** Schemas of our own endpoints: they validate what comes in, and openapi.json is generated from them. */
export const PackageParams = Type.Object({
  package: Type.String({ description: 'Package name, its slash percent-encoded' }),
});

export const Rule = Type.Object({
  claim: Type.String(),
  expected: Type.Optional(Type.Unknown({ description: 'Missing where the reader may not know it' })),
  got: Type.Optional(Type.Unknown({ description: 'Missing where the token lacks the claim' })),
  holds: Type.Boolean(),
});

export const Decision = Type.Object({
  outcome: Type.Enum(['accepted', 'refused']),
  reason: Type.String({ description: 'A code of docs/errors.md' }),
  message: Type.String(),
  publisher: Type.Optional(Type.String()),
  identity: Type.Optional(
    Type.Object({ provider: Type.String(), issuer: Type.String(), claims: Type.Record(Type.String(), Type.Unknown()) }),
  ),
  candidates: Type.Array(Type.Object({ publisher: Type.Optional(Type.String()), rules: Type.Array(Rule) })),
});

export const ErrorAnswer = Type.Object({
  error: Type.String(),
  message: Type.String(),
  body: Type.Object({ message: Type.String() }),
  code: Type.String({ description: 'A code of docs/errors.md' }),
  requestId: Type.String(),
  decision: Type.Optional(Decision),
  setUp: Type.Optional(
    Type.String({
      description:
        'After a refused exchange: where an owner signs in and trusts this run, filled in from its own claims',
    }),
  ),
});

export const ExchangeAnswer = Type.Object({
  token_type: Type.Literal('oidc'),
  token: Type.String(),
  created: Type.String({ format: 'date-time' }),
  expires: Type.String({ format: 'date-time' }),
  publishAs: Type.Optional(
    Type.Literal('stage', {
      description:
        'What is published with this token is not published but waits at the upstream registry for approval.',
    }),
  ),
});

export const TrustedPublisher = Type.Object({
  id: Type.String({ format: 'uuid' }),
  type: Type.String(),
  issuer: Type.Optional(Type.String()),
  claims: Type.Record(Type.String(), Type.Unknown()),
  permissions: Type.Array(Type.Enum(['createPackage', 'createStagedPackage'])),
  note: Type.Optional(Type.String()),
  tokenLifetime: Type.Optional(
    Type.Integer({
      minimum: 60,
      maximum: 86_400,
      description: 'The longest life of its publish tokens, in seconds; never longer than the gate gives',
    }),
  ),
  paused: Type.Optional(Type.Literal(true)),
});

export const CheckBody = Type.Object(
  {
    package: Type.String(),
    token: Type.Optional(Type.String({ description: 'An id_token: anybody may ask what an exchange would say' })),
    claims: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'Claims without a signature: whoever may configure the package',
      }),
    ),
  },
  { additionalProperties: false },
);

/** No control characters: PostgreSQL has no text with a NUL in it. */
const Searched = Type.String({ pattern: '^[\\x21-\\x7e]{1,214}$' });

export const AuditQuery = Type.Object(
  {
    package: Type.Optional(Searched),
    kind: Type.Optional(
      Type.String({
        pattern: '^[a-z-]{1,32}(,[a-z-]{1,32}){0,9}$',
        description: 'One kind, or several with commas between',
      }),
    ),
    outcome: Type.Optional(Searched),
    publisher: Type.Optional(Searched),
    before: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$', description: 'Only entries with a smaller id' })),
    limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,4}$', description: '1 to 1000, 100 when left out' })),
  },
  { additionalProperties: false },
);

export const EntryParams = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) });

export const ExportQuery = Type.Object(
  {
    format: Type.Enum(['csv', 'jsonl']),
    package: Type.Optional(Searched),
    kind: AuditQuery.properties.kind,
    outcome: Type.Optional(Searched),
    publisher: Type.Optional(Searched),
  },
  { additionalProperties: false },
);

export const AuditEntry = Type.Object(
  {
    id: Type.Integer(),
    at: Type.String({ format: 'date-time' }),
    kind: Type.String(),
    outcome: Type.String(),
    package: Type.Optional(Type.String()),
    version: Type.Optional(Type.String()),
    integrity: Type.Optional(Type.String()),
    tag: Type.Optional(Type.String()),
    publisher: Type.Optional(Type.String()),
    change: Type.Optional(Type.Unknown()),
    actor: Type.Record(Type.String(), Type.Unknown()),
    decision: Type.Optional(Decision),
    requestId: Type.String(),
  },
  { additionalProperties: true },
);

export const HealthAnswer = Type.Object({
  status: Type.Enum(['ok', 'failed']),
  checks: Type.Array(
    Type.Object({
      name: Type.String(),
      status: Type.Enum(['ok', 'warning', 'failed']),
      detail: Type.Optional(Type.String()),
    }),
  ),
});
