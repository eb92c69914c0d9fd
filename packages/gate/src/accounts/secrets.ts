import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 bits that a URL and a cookie can hold. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What the store keeps of a secret (A2): SHA-256, hexadecimal. Enough for secrets that nobody can guess. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
