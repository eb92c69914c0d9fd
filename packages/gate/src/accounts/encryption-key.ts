import { hkdfSync, randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the configuration says that the key is (config/model.ts `Secret`). */
export interface KeySource {
  readonly source: string;
  readonly read: () => string | undefined;
}

export const KEY_FILE = 'encryption.key';
const KEY_BYTES = 32;

/**
 * The key that seals secrets, outside the store: derived (HKDF, RFC 5869) from what `encryptionKey` names, else from a file of mode
 * 0600 in the data folder, made at first use. The function throws when there is none to be had.
 */
export function createEncryptionKey(configured: KeySource | undefined, directory: string): () => Promise<Buffer> {
  if (configured === undefined) {
    const path = join(directory, KEY_FILE);
    return async () => derive(await readOrMake(path));
  }
  return async () => {
    const secret = configured.read();
    if (secret === undefined)
      throw new Error(`the encryption key is missing: ${configured.source} is not there or empty`);
    return derive(secret);
  };
}

const derive = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'sallyport sealed secrets', KEY_BYTES));

async function readOrMake(path: string): Promise<string> {
  const found = await read(path);
  if (found !== undefined) return found;
  await make(path);
  const made = await read(path);
  if (made === undefined) throw new Error(`the encryption key ${path} is empty`);
  return made;
}

async function read(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim() || undefined;
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return undefined;
    throw fault;
  }
}

/** Whole or not at all, and never over another: what was sealed with a lost key does not open again. */
async function make(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(KEY_BYTES).toString('base64url')}\n`);
    await file.sync();
    await link(draft, path);
  } catch (fault) {
    if (codeOf(fault) !== 'EEXIST') throw fault;
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
}

const codeOf = (fault: unknown): unknown => (fault instanceof Error && 'code' in fault ? fault.code : undefined);
