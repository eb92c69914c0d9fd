/** What a value of a declared claim must look like. Fixed ones only: a regular expression of somebody's own may take for ever, or be anchored wrongly. */
export interface Shape {
  /** JSON Schema's `pattern`: anchored, linear or nearly so. */
  readonly pattern: string;
  /** What it means, for the sentence that refuses a value. */
  readonly words: string;
  readonly maxLength: number;
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const CONTROL = '\\u0000-\\u001f\\u007f';
const SPACE = '\\u0000-\\u0020\\u007f';

export const SHAPES = {
  text: { pattern: `^[^${CONTROL}]+$`, words: 'text without control characters', maxLength: 255 },
  name: { pattern: '^[A-Za-z0-9._-]+$', words: 'a name of letters, digits, ., _ and -', maxLength: 255 },
  slug: { pattern: '^[a-z0-9_-]+$', words: 'a slug of lower-case letters, digits, _ and -', maxLength: 100 },
  number: { pattern: '^[0-9]+$', words: 'a number', maxLength: 20 },
  uuid: { pattern: `^${UUID}$`, words: 'a UUID in lower case', maxLength: 36 },
  'uuid-braces': {
    pattern: `^\\{${UUID}\\}$`,
    words: 'a UUID (8-4-4-4-12 hexadecimal digits), with or without braces',
    maxLength: 38,
  },
  'owner/repository': {
    pattern: `^[^/${SPACE}]+/[^/${SPACE}]+$`,
    words: 'owner/repository',
    maxLength: 255,
  },
  path: {
    pattern: `^[^/${SPACE}]+(?:/[^/${SPACE}]+)*$`,
    words: 'names joined by slashes',
    maxLength: 512,
  },
  branch: {
    pattern: `^(?!refs/)[^${SPACE}]+$`,
    words: 'a branch or tag without refs/heads/, such as main',
    maxLength: 255,
  },
  ref: {
    pattern: `^refs/[^${SPACE}]+$`,
    words: 'a whole ref, such as refs/heads/main or refs/tags/v1',
    maxLength: 512,
  },
  url: { pattern: `^https://[^${SPACE}]+$`, words: 'an https URL', maxLength: 512 },
  reference: {
    pattern: `^[^/${CONTROL}]+/[^${CONTROL}]*@[^${CONTROL}]+$`,
    words: 'a whole reference: repository, file, @ and the ref',
    maxLength: 512,
  },
} as const satisfies Readonly<Record<string, Shape>>;

/** What a configured file's name must look like. */
export const FILES = {
  name: `^[^/${CONTROL}]+\\.ya?ml$`,
  path: `^[^${CONTROL}]+\\.ya?ml$`,
} as const;

export const shapeNamed = (name: string): Shape =>
  Object.hasOwn(SHAPES, name) ? SHAPES[name as keyof typeof SHAPES] : SHAPES.text;
