import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
} from 'yaml';
import type { Mistake } from './model.ts';
import { type Path, showPath } from './path.ts';

/** The text of a configuration as YAML: its value, and where each part of it stands. */
export interface YamlSource {
  readonly value: unknown;
  /** `sallyport.yaml:12:3 upstream.timeout`: the key or list entry of that path, or the nearest part around it that is there. */
  place(path: Path): string;
}

/** Far more than any configuration; a device or a log given by mistake is not read. */
const MAX_FILE_BYTES = 1024 * 1024;

/** The text of a file. Throws a sentence for people when it cannot be read. */
export function readConfigurationFile(path: string): string {
  const file = openSync(path, 'r');
  try {
    const status = fstatSync(file);
    if (!status.isFile()) throw new Error('it is not a file');
    if (status.size > MAX_FILE_BYTES) throw new Error(`it is larger than ${MAX_FILE_BYTES} bytes`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/**
 * Reads YAML 1.2. Never throws for what the text holds, and quotes none of it: a secret may stand there by mistake (A2).
 * @param name how places call this text: a file's path or a variable's name
 */
export function parseYaml(text: string, name: string): YamlSource | { readonly mistakes: readonly Mistake[] } {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'silent',
      stringKeys: true,
    });
    if (document.errors.length > 0) {
      return {
        mistakes: document.errors.map((error) => {
          const at = lines.linePos(error.pos[0]);
          return {
            place: `${name}:${at.line}:${at.col}`,
            message: `this is not valid YAML: ${SYNTAX[error.code] ?? error.code}`,
          };
        }),
      };
    }
    return { value: document.toJS(), place: (path) => placeOf(document, lines, name, path) };
  } catch {
    // Aliases that multiply or lead nowhere (ReferenceError), nesting beyond the stack (RangeError): the library throws for those.
    return {
      mistakes: [{ place: name, message: 'this is not valid YAML: aliases or nesting that cannot be resolved' }],
    };
  }
}

/** The library's codes in our words; its own messages quote the text. */
const SYNTAX: Readonly<Record<string, string>> = {
  BAD_INDENT: 'the indentation does not fit',
  BAD_ALIAS: 'this alias leads nowhere',
  BAD_DQ_ESCAPE: 'this escape is not known in a quoted text',
  BAD_SCALAR_START: 'a value that begins with this character needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a key and its value do not fit on one line here; look for a second ": "',
  DUPLICATE_KEY: 'this key is here twice',
  KEY_OVER_1024_CHARS: 'this key is too long',
  MISSING_CHAR: 'a quote, bracket, comma, colon or space is missing',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line; look for a missing ":"',
  MULTIPLE_DOCS: 'one document is expected, not several',
  NON_STRING_KEY: 'a key must be a text',
  TAB_AS_INDENT: 'indentation is made of spaces, not of tabs',
  TAG_RESOLVE_FAILED: 'this tag is not known',
  UNEXPECTED_TOKEN: 'this is not expected here',
};

function placeOf(document: Document.Parsed<ParsedNode>, lines: LineCounter, name: string, path: Path): string {
  let offset = 0;
  let node: unknown = document.contents;
  for (const key of path) {
    const found = child(isAlias(node) ? node.resolve(document) : node, key);
    if (found === undefined) break;
    offset = found.offset;
    node = found.node;
  }
  const at = lines.linePos(offset);
  return [`${name}:${at.line}:${at.col}`, showPath(path)].join(' ').trim();
}

function child(node: unknown, key: string | number): { offset: number; node: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
    );
    return pair === undefined ? undefined : { offset: start(pair.key), node: pair.value };
  }
  const item = isSeq(node) && typeof key === 'number' ? node.items[key] : undefined;
  return item === undefined ? undefined : { offset: start(item), node: item };
}

const start = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0;
