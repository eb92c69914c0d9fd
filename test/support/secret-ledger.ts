import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every secret that a test used, and where it turned up though it must not. */
export interface SecretLedger {
  /** Remembers it under what it is; gives it back. */
  readonly keep: (what: string, secret: string) => string;
  /** Remembers an id_token, and its signature by itself: with it and a guess at the claims the token would be whole again. */
  readonly keepIdToken: (what: string, idToken: string) => string;
  /** What of them stands in a text or file, as it is or in base64. */
  readonly foundIn: (place: string, bytes: string | Buffer) => readonly string[];
  readonly foundInFolder: (folder: string) => Promise<readonly string[]>;
}

export function secretLedger(): SecretLedger {
  const secrets = new Map<string, string>();
  const keep = (what: string, secret: string): string => {
    // Shorter ones stand in any file by chance.
    if (secret.length < 16) throw new Error(`${what} is too short to be looked for`);
    secrets.set(secret, what);
    return secret;
  };
  const foundIn = (place: string, content: string | Buffer): string[] => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    return [...secrets]
      .filter(([secret]) => spellings(secret).some((spelling) => bytes.includes(spelling)))
      .map(([, what]) => `${what} in ${place}`);
  };
  return {
    keep,
    keepIdToken(what, idToken) {
      keep(`signature of ${what}`, idToken.split('.')[2] ?? '');
      return keep(what, idToken);
    },
    foundIn,
    async foundInFolder(folder) {
      const found: string[] = [];
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const file = join(entry.parentPath, entry.name);
        found.push(...foundIn(file, await readFile(file)));
      }
      return found;
    },
  };
}

/** As it is, as a URL would carry it, and in base64 wherever in three bytes it begins: without the characters that depend on its neighbours. */
const spellings = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  ...[0, 1, 2].map((before) => {
    const text = Buffer.from('\0'.repeat(before) + secret)
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(before === 0 ? 0 : before + 1, -2);
  }),
];
