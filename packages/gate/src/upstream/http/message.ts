const MAX_LENGTH = 200;

/**
 * The words of a registry's error, fit for people, a header and a log: one line, 200 characters, printable ASCII, without the
 * credential, should the registry repeat it (A2).
 */
export function errorMessage(body: string, credential: string | undefined): string {
  const words = fromJson(body) ?? body;
  const safe = credential === undefined ? words : words.replaceAll(credential, '***');
  const line = safe
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line === '' ? 'no reason given' : line.slice(0, MAX_LENGTH);
}

/** Registries put the reason into one of these. */
function fromJson(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return undefined;
    return ['error', 'message', 'reason', 'detail']
      .map((key): unknown => Reflect.get(value, key))
      .find((text) => typeof text === 'string');
  } catch {
    return undefined;
  }
}
