import { Type } from 'typebox';

/** Signing in, the account, and confirming a change: what the console's own endpoints take and give. */
export const Account = Type.Object({
  name: Type.String({
    description: 'As the upstream names the person; `administrator` for the one of the one-time link',
  }),
  kind: Type.Enum(['person', 'administrator']),
});

const Time = Type.String({ format: 'date-time' });

const BASE64URL = '^[A-Za-z0-9_-]*$';
/** One line: shown to people, and PostgreSQL keeps no NUL. */
const ONE_LINE = '^[^\\u0000-\\u001f\\u007f]*$';

/** What a browser's WebAuthn API gave, as JSON. */
export const WebauthnResponse = Type.Object(
  {
    id: Type.String({ maxLength: 2048, pattern: BASE64URL }),
    rawId: Type.String({ maxLength: 2048, pattern: BASE64URL }),
    response: Type.Object({}, { additionalProperties: true }),
    type: Type.String({ maxLength: 32 }),
  },
  { additionalProperties: true },
);

export const SignInBody = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 214 })),
    password: Type.Optional(Type.String({ maxLength: 1024 })),
    token: Type.Optional(
      Type.String({ maxLength: 16384, description: "An npm token of the upstream's, or an administrator's" }),
    ),
    link: Type.Optional(
      Type.String({ maxLength: 128, description: 'The secret of the one-time link that the gate printed' }),
    ),
    passkey: Type.Optional(WebauthnResponse),
  },
  { additionalProperties: false, description: 'One of: name with password; token; link; passkey' },
);

export const Proof = Type.Object(
  {
    passkey: Type.Optional(WebauthnResponse),
    totp: Type.Optional(Type.String({ maxLength: 16 })),
    recoveryCode: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false, description: 'A second factor: exactly one of these' },
);

export const SessionAnswer = Type.Object({
  account: Account,
  method: Type.Enum(['password', 'token', 'link', 'passkey']),
  expiresAt: Time,
  secondFactor: Type.Object({
    enrolled: Type.Array(Type.Enum(['passkey', 'totp']), { description: 'Kinds that this account has' }),
    given: Type.Boolean({ description: 'Whether one was given in this session' }),
    needed: Type.Enum(['required', 'when-enrolled', 'off'], { description: '`secondFactor` in the configuration' }),
  }),
  mayEnrol: Type.Boolean({ description: 'A session begun with an npm token never enrols a factor' }),
  passkeysWork: Type.Boolean({ description: 'Whether this address can have passkeys: an IP address cannot' }),
});

export const WebauthnOptions = Type.Object(
  { challenge: Type.String() },
  { additionalProperties: true, description: 'For navigator.credentials, as @simplewebauthn/browser takes it' },
);

export const AccountAnswer = Type.Object({
  account: Account,
  sessions: Type.Array(
    Type.Object({
      id: Type.String(),
      current: Type.Boolean(),
      method: Type.Enum(['password', 'token', 'link', 'passkey']),
      createdAt: Time,
      lastSeenAt: Time,
      expiresAt: Time,
      address: Type.String(),
      userAgent: Type.Optional(Type.String()),
    }),
  ),
  passkeys: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String(), createdAt: Time, lastUsedAt: Type.Optional(Time) }),
  ),
  totp: Type.Boolean(),
  recoveryCodes: Type.Integer({ description: 'How many are left' }),
});

export const NewPasskeyBody = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 64, pattern: ONE_LINE }), response: WebauthnResponse },
  { additionalProperties: false },
);
export const NewTotp = Type.Object({
  secret: Type.String({ description: 'base32' }),
  uri: Type.String({ description: 'otpauth://' }),
  qr: Type.String({ description: 'The URI as a QR code: SVG' }),
});
export const TotpCode = Type.Object({ code: Type.String({ maxLength: 16 }) }, { additionalProperties: false });
export const RecoveryCodes = Type.Object({ codes: Type.Array(Type.String()) });

export const ConfirmationAnswer = Type.Object({
  id: Type.String(),
  account: Account,
  state: Type.Enum(['waiting', 'approved', 'refused', 'used', 'expired']),
  action: Type.Enum(['list', 'add', 'edit', 'remove', 'policy', 'switch', 'passkey', 'totp', 'recovery-codes']),
  sentence: Type.String(),
  package: Type.Optional(Type.String()),
  publisher: Type.Optional(Type.Unknown()),
  before: Type.Optional(Type.Unknown()),
  after: Type.Optional(Type.Unknown()),
  method: Type.String(),
  path: Type.String(),
  address: Type.String(),
  userAgent: Type.Optional(Type.String()),
  createdAt: Time,
  expiresAt: Time,
});

export const SecondFactorNeeded = Type.Object({
  error: Type.String(),
  message: Type.String(),
  body: Type.Object({ message: Type.String() }),
  code: Type.String(),
  requestId: Type.String(),
  authUrl: Type.Optional(Type.String({ description: 'The confirm page' })),
  doneUrl: Type.Optional(Type.String({ description: 'Polled until it answers 200 {token}: the npm-otp' })),
});
