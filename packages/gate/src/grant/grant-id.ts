import { createHash } from 'node:crypto';

/** The grant's key (rule G): one per id_token, package and action. SHA-256, hexadecimal. */
export const grantIdOf = (tokenId: string, packageName: string, action: string): string =>
  createHash('sha256').update(`${tokenId}\n${packageName}\n${action}`).digest('hex');
