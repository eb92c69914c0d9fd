import { SIGNATURE_ALGORITHMS } from '../keys/index.ts';
import type { JsonSchema } from '../publisher/schema.ts';
import { FILES, SHAPES } from './shapes.ts';

/*
 * A declared provider as JSON Schema (draft 2020-12), for validation and for editors: the terms of a provider file, functions replaced
 * by templates and choices. A `title` completes "accepted: "; everything is bounded.
 */

type Members = Readonly<Record<string, JsonSchema>>;

const map = (properties: Members, required: readonly string[], title: string): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  title,
  required,
  properties,
});
const list = (items: JsonSchema, maxItems: number, description: string, minItems = 0): JsonSchema => ({
  type: 'array',
  items,
  minItems,
  maxItems,
  uniqueItems: true,
  title: `a list of ${minItems} to ${maxItems}`,
  description,
});
const line = (maxLength: number, description: string): JsonSchema => ({
  type: 'string',
  minLength: 1,
  maxLength,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
  title: `one line of at most ${maxLength} characters`,
  description,
});
const yes = (description: string): JsonSchema => ({ type: 'boolean', title: 'true or false', description });
const oneOf = (values: readonly string[], description: string): JsonSchema => ({
  enum: values,
  title: values.join(' | '),
  description,
});
const duration = (description: string): JsonSchema => ({
  type: 'string',
  pattern: '^[0-9]{1,6}(s|m|h)$',
  title: 'a duration such as 30s, 5m or 1h',
  description,
});
const scalar: JsonSchema = {
  type: ['string', 'number', 'boolean'],
  maxLength: 256,
  title: 'a text, a number, true or false',
};
const claim = (description: string): JsonSchema => ({
  type: 'string',
  pattern: '^[A-Za-z][A-Za-z0-9_./:-]{0,127}$',
  title: 'the name of a claim',
  description,
});

const field = map(
  {
    claim: claim('The claim, exactly as the provider writes it. `sub` can not be configured.'),
    flag: {
      type: 'string',
      pattern: '^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$',
      maxLength: 40,
      title: 'lower-case words joined by -',
      description: 'The command-line flag. Default: made from the claim.',
    },
    label: line(64, 'What people call it.'),
    help: line(400, 'Where they find it, what it is for.'),
    example: line(255, 'A value; of a file, its name.'),
    required: yes('Every trusted publisher must name it. Default: false.'),
    identifies: list(
      oneOf(['tenant', 'repository'], ''),
      2,
      'It says whose run it is: the tenant (organization, workspace), the repository (project, pipeline), or both.',
    ),
    forms: list(
      oneOf(['exact', 'pattern', 'file', 'all'], ''),
      3,
      'How a value may be configured. Default: exact. What identifies is exact only.',
      1,
    ),
    shape: oneOf(Object.keys(SHAPES), 'What a value looks like.'),
    maxLength: { type: 'integer', minimum: 1, maximum: 1024, title: 'a whole number up to 1024' },
    normalise: oneOf(['trim', 'lower-case', 'uuid-braces'], 'What is done to a pasted value before it is stored.'),
    ignoreCase: yes('Letter case that the provider itself ignores is ignored (A to Z only). Default: false.'),
    references: list(
      line(255, 'Claims in braces, {file}, {issuer.host}.'),
      4,
      'Form file: the whole references that a token may carry for a file; built, then compared.',
      1,
    ),
    files: oneOf(Object.keys(FILES), 'Form file: whether a file is a name or may lie in folders. Default: name.'),
    missing: line(300, 'Why a token may lack it and what to do. No full stop.'),
    differs: line(300, 'What a CI user changes when it has another value. No full stop.'),
    phrase: map({ preposition: line(20, 'on'), noun: line(40, 'branch') }, ['preposition', 'noun'], 'a map'),
    unique: { const: true, title: 'true', description: 'Its values are never those of another field (UUIDs).' },
    raises: map(
      {
        weight: { type: 'integer', minimum: 1, maximum: 9, title: 'a whole number from 1 to 9' },
        why: line(300, 'Advice where it is not configured; with its full stop.'),
        exact: line(300, 'Advice where it is a pattern, when only an exact value counts whole.'),
        prefixes: list(line(64, ''), 8, 'What a pattern may begin with and still keep nobody out.'),
      },
      ['weight', 'why'],
      'a map',
    ),
  },
  ['claim', 'label', 'help', 'example', 'shape'],
  'a map that describes one claim',
);

const refusal = map(
  {
    claim: claim('The claim that shows it.'),
    why: line(300, 'Completes "this token cannot publish: ...". No full stop.'),
    equals: scalar,
    oneOf: list(scalar, 20, 'Any of these.', 1),
    startsWith: line(64, 'A text that begins so.'),
    contains: line(64, 'A text in which this stands.'),
    unless: scalar,
    differsFrom: claim('It is there, and not what this other claim is.'),
  },
  ['claim', 'why'],
  'a map of claim, why and one of equals, oneOf, startsWith, contains, unless, differsFrom',
);

/** A provider as an operator declares it. */
export const declarationSchema: JsonSchema = map(
  {
    type: {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]{1,30}$',
      title: 'a word of lower-case letters, digits and -',
      description: 'What trusted publishers name it by.',
    },
    title: line(64, 'What people call it.'),
    replaces: {
      type: 'string',
      maxLength: 31,
      title: 'the type of a built-in provider',
      description: 'The built-in provider whose place, and whose issuers, it takes.',
    },
    issuer: map(
      {
        exact: list(line(512, 'https URL'), 20, 'Public issuers, exactly. Left out: only those that `issuers` lists.'),
        template: map(
          {
            before: line(256, 'Up to the hole; ends with a slash.'),
            after: {
              type: 'string',
              maxLength: 256,
              title: 'text',
              description: 'Behind the hole; empty, or with a slash first.',
            },
            segment: oneOf(['slug', 'uuid'], 'What may stand in the hole.'),
            equalsClaim: claim('The claim that must equal it.'),
            example: line(100, 'A segment.'),
            label: line(64, 'What people call the segment.'),
            help: line(300, 'Where they find it.'),
          },
          ['before', 'after', 'segment', 'example'],
          'a map of before, after, segment and example',
        ),
        oneTenant: yes('Each issuer belongs to one tenant (a server of your own): no field has to name the tenant.'),
        unanswered: line(300, 'What to try when an issuer does not answer. No full stop.'),
      },
      [],
      'a map of exact, template or neither',
    ),
    algorithms: list(oneOf(SIGNATURE_ALGORITHMS, ''), 3, 'Default: RS256.', 1),
    audience: map(
      {
        fixed: line(255, 'The audience that every token has.'),
        acceptReplayRisk: yes('Whoever else takes these tokens could show one here, within maxTokenAge.'),
      },
      ['fixed'],
      'a map of fixed and acceptReplayRisk',
    ),
    maxTokenAge: duration('The oldest token accepted. With a fixed audience at most 5m.'),
    fields: list(field, 20, 'The claims that an owner may configure, in the order in which rules are shown.', 1),
    required: list(claim(''), 30, 'Claims that every token has, as text. Default: those of the required fields.'),
    pins: list(claim(''), 10, 'Immutable ids, pinned by the first accepted exchange.'),
    refuses: list(refusal, 20, 'Runs that never publish.'),
    shows: list(claim(''), 60, 'Claims shown in answers and kept in the audit, beside those of the fields.'),
    personal: list(claim(''), 20, 'Claims about a person, kept apart and erasable.'),
    links: map(
      {
        repository: line(255, 'https://host/{claim}, or {issuer.origin}/{claim}'),
        run: line(255, 'The same, of the run.'),
      },
      [],
      'a map of repository and run',
    ),
    obtain: line(500, 'How a step obtains a token for the audience. With its full stop.'),
    snippet: map(
      {
        file: line(128, 'The file it belongs into.'),
        text: {
          type: 'string',
          minLength: 1,
          maxLength: 4000,
          pattern: '^[^\\u0000-\\u0009\\u000b-\\u001f\\u007f]+$',
          title: 'at most 4000 characters without tabs',
          description: 'The pipeline step, with {package}, {registry} and {audience}.',
        },
      },
      ['file', 'text'],
      'a map of file and text',
    ),
    audienceYaml: line(300, 'What to add where the token was made for something else, with {audience}.'),
    token: map(
      {
        lifetime: duration('Lifetime of a real token.'),
        jti: yes('Whether real tokens have one. Default: false.'),
        notBefore: duration('How long nbf lies before iat. Left out: no nbf.'),
        defaultAudience: line(255, 'The audience where a step asks for none.'),
        example: {
          type: 'object',
          maxProperties: 60,
          propertyNames: claim(''),
          additionalProperties: { type: ['string', 'number', 'boolean', 'array'], maxLength: 512, maxItems: 20 },
          title: 'a map of claims and values',
          description: 'A plausible payload without iss, sub, aud and times, and without references (they are built).',
        },
      },
      ['lifetime', 'example'],
      'a map of lifetime and example',
    ),
  },
  ['type', 'title', 'issuer', 'maxTokenAge', 'fields', 'obtain', 'snippet', 'token'],
  'a map that describes a provider',
);
