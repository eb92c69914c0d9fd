import type { ClaimField, IssuerShape, Provider } from '@sallyport/trust';
import { code, codes, table } from './markdown.ts';

/** The address and audience that examples use. */
const EXAMPLE = { package: '@acme/hello', registry: 'https://npm.acme.example/', audience: 'npm:npm.acme.example' };

/** docs/providers.md: what each provider file says, for people. */
export const providersPage = (providers: readonly Provider[]): string =>
  [
    '# Providers',
    '',
    'Written by `npm run docs` from the provider files (packages/trust/src/providers); a test compares. A provider is one file: to change',
    'this page, change that file. How to add one: [CONTRIBUTING](../CONTRIBUTING.md).',
    '',
    'Every configured claim must be in the token and hold. How a value may be configured: *exact*, a string; *file*, `{"file": NAME}`, the',
    'whole reference is built from the token\'s own repository and ref and compared; *pattern*, `{"pattern": "release/*"}`, `*` within a',
    'segment and `**` across; *all*, a list, of which the token must have every member. Pinned ids are written down by the first accepted',
    'exchange and compared ever after. `sub` is never read.',
    '',
    ...DECLARING,
    ...providers.flatMap((provider) => [section(provider), '']),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');

function section(provider: Provider): string {
  const { type, title, issuer, algorithms, required, pins, refuses, fields, obtain, shows, personal } = provider;
  const snippet = provider.snippet(EXAMPLE);
  return [
    `## ${title}`,
    '',
    table(
      ['', ''],
      [
        ['type', code(type)],
        ['issuer', issuerText(issuer)],
        ['signed with', codes(algorithms)],
        ['every token must have', codes(required)],
        ['pinned at first use', codes(['iss', ...pins])],
        [
          'never publishes',
          refuses.length === 0 ? '-' : refuses.map(({ claim, why }) => `${code(claim)}: ${why}`).join('. '),
        ],
        ['how a step gets a token', obtain],
        ['kept in the audit', codes(shows)],
        ['about a person, erasable', codes(personal)],
      ],
    ),
    '',
    'What may be configured:',
    '',
    table(
      ['claim', 'flag', 'needed', 'forms', 'example', 'what it is'],
      fields.map((field) => row(field)),
    ),
    '',
    `${code(snippet.file)}:`,
    '',
    `\`\`\`${snippet.file.endsWith('.yml') ? 'yaml' : ''}`,
    snippet.text.trimEnd(),
    '```',
  ].join('\n');
}

const row = ({ claim, flag, required, forms, example, help, identifies }: ClaimField): readonly string[] => [
  code(claim),
  code(`--${flag}`),
  required ? 'yes' : 'no',
  forms.join(', '),
  code(example),
  identifies ? `${help} *Names whose run it is.*` : help,
];

function issuerText({ exact, template }: IssuerShape): string {
  const hole =
    template === undefined
      ? []
      : [`${code(`${template.before}{${template.segment}}${template.after}`)}${equals(template.equalsClaim)}`];
  return [...exact.map(code), ...hole].join(' or ');
}

const equals = (claim: string | undefined): string =>
  claim === undefined ? '' : ` (that part must equal ${code(claim)})`;

/** How a provider is declared in the configuration. */
const DECLARING: readonly string[] = [
  '## Others: declared in the configuration',
  '',
  'A CI system that is not built in is declared in sallyport.yaml, in place or as a file beside it, without code:',
  '',
  '```yaml',
  'providers: [{file: ./forgejo.yaml}]',
  'issuers:                # where it has no public issuer, or one of your own beside it',
  '  - {provider: forgejo, issuer: "https://git.acme.example/api/actions"}',
  '```',
  '',
  'Ready files to begin with are in [examples](../examples): Forgejo and Codeberg, Buildkite (stricter than the built-in one), Azure DevOps,',
  'Jenkins. Try one without its CI system: `sallyport-issuer serve --provider-file examples/forgejo.yaml`. Every key, for editors too, is in',
  'sallyport.schema.json; what functions do in a built-in file, these do:',
  '',
  '- `fields[].shape` says what a value looks like, out of a fixed list; there are no regular expressions of your own.',
  '- `references` (`"{repository}/.forgejo/workflows/{file}@{ref}"`) and `links` (`"{issuer.origin}/{repository}"`) are built from claims in braces.',
  '- `refuses` has one condition each: `equals`, `oneOf`, `startsWith`, `contains` (the claim must be in `required`), `unless`, `differsFrom`.',
  '- `required`, `pins`, `shows`, `personal` name claims. `sub` can be named nowhere.',
  '',
  'What does not start, and says why: a provider of which a trusted publisher could match a whole issuer. One field with `required: true` must',
  'say `identifies: [tenant]` and one `identifies: [repository]` (one field may say both), compared exactly; where each issuer is a server of',
  'your own, `issuer: {oneTenant: true}` stands for the tenant; and `maxTokenAge` must be there. A type or public issuer of a built-in provider',
  'belongs to it, unless `replaces: TYPE` takes its place.',
  '',
  'A provider whose tokens cannot be made for this registry has `audience: {fixed: ...}`. It is off, and the gate says so at start, until',
  '`acceptReplayRisk: true` stands there: every other service that takes such tokens could show one here. Its tokens are then good for one',
  'exchange, ever, so each package needs a token of its own, and for five minutes at most.',
  '',
];
