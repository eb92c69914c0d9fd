import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Encrypts what must be read again and may not stand in the store as it is (A2): TOTP secrets. */
export interface Sealing {
  /** `owner` is authenticated with it: a sealed text moved to another account does not open. */
  seal(text: string, owner: string): Promise<string>;
  /** Throws when the key is another one, or the text was changed. */
  open(sealed: string, owner: string): Promise<string>;
}

const ALGORITHM = 'aes-256-gcm';
const VERSION = 'v1';
/** NIST SP 800-38D section 5.2.1.1: 96 bits. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM under a key of 32 bytes, which is asked for each time it is needed. */
export function createSealing(key: () => Promise<Buffer>): Sealing {
  return {
    async seal(text, owner) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, await key(), nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(owner));
      const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return `${VERSION}.${Buffer.concat(sealed).toString('base64url')}`;
    },
    async open(sealed, owner) {
      const bytes = Buffer.from(sealed.slice(VERSION.length + 1), 'base64url');
      const secret = await key();
      try {
        const decipher = createDecipheriv(ALGORITHM, secret, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(Buffer.from(owner));
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
        return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new Error(
          'a sealed secret does not open: the encryption key is not the one it was sealed with (encryptionKey in the configuration, or encryption.key in the data folder)',
        );
      }
    },
  };
}
