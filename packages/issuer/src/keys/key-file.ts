import { constants } from 'node:fs';
import { link, mkdir, open, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JWK } from 'jose';
import { generatePrivateJwk, type SigningKey, signingKeyOf } from './signing-key.ts';

/** A private key in JSON is below 2 KiB. */
const MAX_BYTES = 16 * 1024;
/** Anybody but the owner. Windows has no such bits; there the folder of the user has to do. */
const OTHERS = 0o077;

/** Why a key file cannot be used, in a sentence for the person who named it. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

/** The key in a file of mode 0600; undefined when there is no such file. Throws a KeyFileError when it is not fit, or open to others. */
export async function readKeyFile(path: string): Promise<SigningKey | undefined> {
  const text = await readPrivateFile(path);
  if (text === undefined) return undefined;
  try {
    return await signingKeyOf(JSON.parse(text) as JWK);
  } catch {
    throw new KeyFileError(`${path} does not hold a private RSA key in JSON. Move it away, and serve makes a new one.`);
  }
}

/** The key in the file, made first when there is none. Two that start at once get the same key. */
export async function readOrMakeKeyFile(path: string): Promise<SigningKey> {
  const found = await readKeyFile(path);
  if (found !== undefined) return found;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  try {
    await writeFile(draft, JSON.stringify(await generatePrivateJwk()), { mode: 0o600, flag: 'wx' });
    // A link is made whole or not at all, and never over a file that is there.
    await link(draft, path).catch(unlessCode('EEXIST'));
  } finally {
    await rm(draft, { force: true });
  }
  const made = await readKeyFile(path);
  if (made === undefined) throw new KeyFileError(`${path} vanished while it was being made`);
  return made;
}

async function readPrivateFile(path: string): Promise<string | undefined> {
  const file = await open(path, constants.O_RDONLY).catch(unlessCode('ENOENT'));
  if (file === undefined) return undefined;
  try {
    const { mode, size } = await file.stat();
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
      throw new KeyFileError(`${path} is open to other users, who could sign with it. Run: chmod 600 ${path}`);
    }
    if (size > MAX_BYTES) throw new KeyFileError(`${path} is too large for a private key in JSON`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

const unlessCode =
  (code: string) =>
  (error: unknown): undefined => {
    if (error instanceof Error && 'code' in error && error.code === code) return undefined;
    throw error;
  };
