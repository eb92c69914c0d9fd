import { declarationSchema } from '@sallyport/trust';
import { type Static, type TProperties, type TSchema, type TSchemaOptions, Type } from 'typebox';
import { DEFAULTS } from './defaults.ts';
import { DURATION_PATTERN, SIZE_PATTERN } from './units.ts';

/*
 * The one schema of the configuration: it validates the file and is published for editors (sallyport.schema.json). A `title` says
 * what a value must be and is what a mistake quotes after "accepted:"; a `description` says what the value is for.
 */

const section = <P extends TProperties>(properties: P, options: TSchemaOptions = {}) =>
  Type.Object(properties, { additionalProperties: false, title: 'a map', ...options });

const list = <S extends TSchema>(items: S, options: TSchemaOptions) =>
  Type.Optional(Type.Array(items, { uniqueItems: true, ...options }));

const text = (options: TSchemaOptions) => Type.Optional(Type.String({ minLength: 1, ...options }));

const flag = (byDefault: boolean, description: string) =>
  Type.Optional(Type.Boolean({ title: 'true or false', default: byDefault, description }));

const duration = (byDefault: string, description: string) =>
  text({ pattern: DURATION_PATTERN, title: 'a duration such as 30s, 10m or 1h', default: byDefault, description });

const perMinute = (byDefault: number, description: string) =>
  Type.Optional(Type.Integer({ minimum: 0, title: 'a whole number, 0 for none', default: byDefault, description }));

const choice = <const V extends string[]>(values: readonly [...V], description: string) =>
  Type.Optional(Type.Enum(values, { title: values.join(' | '), default: values[0], description }));

const SecretSource = section(
  {
    env: text({
      pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
      title: 'the name of an environment variable',
      description: 'The secret is its value.',
    }),
    file: text({
      title: 'the path of a file',
      description: 'The secret is what it holds; read again whenever it is needed.',
    }),
  },
  { minProperties: 1, maxProperties: 1, title: '{env: NAME} or {file: PATH}, never the secret itself' },
);

const Listen = {
  pattern: '^(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9.-]+):[0-9]{1,5}$',
  title: 'HOST:PORT such as 127.0.0.1:4873',
};

const Issuer = section(
  {
    provider: Type.String({ minLength: 1, title: 'the type of a provider', description: 'Whose tokens it issues.' }),
    issuer: Type.String({
      minLength: 1,
      title: 'the exact iss of its tokens, an https URL',
      description: 'Compared as it is written.',
    }),
    default: flag(false, 'Publishers of this provider made without an issuer mean this one.'),
    private: flag(false, 'Its address may be a private one (still https).'),
    insecure: flag(false, 'http and loopback are allowed for this issuer only.'),
  },
  { title: '{provider: TYPE, issuer: URL}' },
);

export const ConfigurationFile = section(
  {
    url: text({ title: 'a URL without a path', description: 'Public address. Default: the address it listens on.' }),
    listen: text({ ...Listen, default: DEFAULTS.listen, description: 'Port 0: the system picks one.' }),
    trustProxy: Type.Optional(
      Type.Union([Type.Literal(false), Type.Array(Type.String({ minLength: 1 }))], {
        title: 'false, or a list of addresses such as [10.0.0.0/8]',
        default: DEFAULTS.trustProxy,
        description: 'Addresses whose X-Forwarded-* headers count.',
      }),
    ),
    data: text({
      title: 'the path of a folder',
      default: DEFAULTS.data,
      description: 'Embedded store and embedded registry live here. One gate at a time holds it.',
    }),
    store: text({
      pattern: '^(embedded|postgres(ql)?://.+)$',
      title: 'embedded, or postgres://user:password@host/database',
      default: DEFAULTS.store,
      description: 'Where publishers, grants and audit are kept. Gates on one database are one gate.',
    }),
    encryptionKey: Type.Optional({
      ...SecretSource,
      description:
        'Seals what the store must not show, such as the secrets of authenticator apps. 32 characters or more. Default: a key file in the data folder. Gates on one database need the same.',
    }),
    embedded: Type.Optional(
      section(
        {
          anonymousRead: flag(DEFAULTS.anonymousRead, 'Whether anybody may read.'),
          registration: flag(DEFAULTS.registration, 'Whether npm adduser may create accounts.'),
        },
        { description: 'The embedded registry.' },
      ),
    ),
    upstream: Type.Optional(
      section(
        {
          url: text({
            title: 'embedded, npmjs, or the URL of an npm registry',
            default: DEFAULTS.upstreamUrl,
            description: 'The registry behind the gate. npmjs: the default registry of npm itself.',
          }),
          kind: choice(
            ['auto', 'verdaccio', 'npmjs', 'generic'],
            'How it says who a bearer is and what they may write, and what it takes. auto: found out.',
          ),
          credential: Type.Optional({ ...SecretSource, description: 'What the gate publishes with.' }),
          publishAs: choice(['publish', 'stage'], "stage: forward to the upstream's own staging."),
          timeout: duration(DEFAULTS.timeout, 'The longest time without a byte from it.'),
        },
        { description: 'The registry behind the gate.' },
      ),
    ),
    issuers: list(Issuer, { title: 'a list of issuers', description: 'Beside the built-in public ones; each exact.' }),
    // What stands in a declaration, its own schema says (publishedSchema): it is the same in a file of its own.
    providers: list(Type.Unknown(), {
      title: 'a list of declared providers and {file: PATH}',
      maxItems: 20,
      description:
        'Providers beside the built-in ones, in the terms of a provider file; {file: PATH} for one of its own file.',
    }),
    workspaces: list(Type.String({ pattern: '^[a-z0-9_-]{1,100}$', title: 'a workspace slug: a-z, 0-9, _ and -' }), {
      title: 'a list of workspace slugs',
      description: 'Bitbucket workspaces accepted. Empty: any.',
    }),
    disable: list(Type.String({ minLength: 1, title: 'a provider or an issuer' }), {
      title: 'a list of providers and issuers',
      description: 'Providers or issuers switched off.',
    }),
    administrators: Type.Optional(
      section(
        {
          tokens: list(SecretSource, {
            title: 'a list of {env: NAME} and {file: PATH}',
            default: [DEFAULTS.administratorToken],
            description: 'Where the tokens of administrators are. 32 characters or more each.',
          }),
        },
        { description: 'Who may configure everything. They may not publish.' },
      ),
    ),
    owners: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Array(Type.String({ minLength: 1, title: 'the name of a person' }), {
          uniqueItems: true,
          title: 'a list of people',
        }),
        {
          title: 'a map from package names or patterns to people, such as {"@acme/*": [alice, bob]}',
          description: 'People (as the upstream names them) who may configure trust for these names.',
        },
      ),
    ),
    secondFactor: choice(['required', 'when-enrolled', 'off'], 'For people who configure trust.'),
    publish: Type.Optional(
      section(
        {
          maxBytes: text({
            pattern: SIZE_PATTERN,
            title: 'a size such as 512KiB or 256MiB',
            default: DEFAULTS.maxBytes,
            description: 'The largest publish: the whole document, tarball in base64 included.',
          }),
          tokenLifetime: duration(DEFAULTS.tokenLifetime, 'The longest life of a publish token.'),
        },
        { description: 'Limits of publishing.' },
      ),
    ),
    exchange: Type.Optional(
      section(
        {
          maxTokenAge: duration(DEFAULTS.maxTokenAge, 'The oldest id_token accepted.'),
          leeway: duration(DEFAULTS.leeway, 'The tolerance for clocks that differ.'),
          strictAudience: flag(DEFAULTS.strictAudience, 'false: other audiences may stand beside ours.'),
          rateLimit: Type.Optional(
            section(
              {
                perAddress: perMinute(DEFAULTS.perAddress, 'A minute, for one address.'),
                perRepository: perMinute(DEFAULTS.perRepository, 'A minute, for one repository.'),
              },
              { description: 'Exchanges a minute; 0: no limit.' },
            ),
          ),
        },
        { description: 'Limits of exchanging id_tokens.' },
      ),
    ),
    metrics: Type.Optional(
      section(
        {
          listen: text({
            ...Listen,
            default: DEFAULTS.metricsListen,
            description: 'Where Prometheus reads them, at /metrics. Nobody is asked who they are: keep it on loopback.',
          }),
        },
        { description: 'Metrics for Prometheus, on a listener of their own. Left out: none.' },
      ),
    ),
  },
  { title: 'a map of settings', description: 'The configuration of Sallyport, sallyport.yaml.' },
);

/** The file once it holds against the schema. */
export type ConfigurationFile = Static<typeof ConfigurationFile>;

/** The schema as it is published beside the package. */
export function publishedSchema(): unknown {
  const { properties, ...rest } = JSON.parse(JSON.stringify(ConfigurationFile)) as Record<string, object>;
  const providers = (properties as Record<string, object> | undefined)?.['providers'];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...rest,
    properties: { ...properties, providers: { ...providers, items: { anyOf: [ProviderFile, declarationSchema] } } },
  };
}

const ProviderFile = section({
  file: Type.String({ minLength: 1, title: 'the path of a YAML file', description: 'It declares one provider.' }),
});
