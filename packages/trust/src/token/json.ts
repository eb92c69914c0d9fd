import { MAX_JSON_DEPTH } from '../limits.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * A JSON object (RFC 8259) in which no object, at any depth, has a key twice, nested at most MAX_JSON_DEPTH deep; undefined for
 * everything else. RFC 7515 section 4 and RFC 7519 section 4 leave duplicates to the reader, so two readers could see two tokens (V1).
 */
export function parseStrictObject(text: string): JsonObject | undefined {
  const value = parse(text);
  return isJsonObject(value) && isUnambiguous(text) ? value : undefined;
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Everything of a well-formed JSON text that matters here: brackets, and strings with the colon that makes one a key. */
const TOKENS = /[{}[\]]|("(?:[^"\\]|\\.)*")([ \t\r\n]*:)?/g;

/** Whether a text that JSON.parse accepted has neither duplicate keys nor too deep a nesting. */
function isUnambiguous(text: string): boolean {
  const containers: Set<string>[] = [];
  for (const [token, string, colon] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') {
      if (containers.push(new Set()) > MAX_JSON_DEPTH) return false;
    } else if (token === '}' || token === ']') {
      containers.pop();
    } else if (string !== undefined && colon !== undefined) {
      // Unescaped first: "iss" and "\u0069ss" are one key.
      const key: unknown = JSON.parse(string);
      const keys = containers.at(-1);
      if (typeof key !== 'string' || keys === undefined || keys.has(key)) return false;
      keys.add(key);
    }
  }
  return true;
}
