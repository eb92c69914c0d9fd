import { createHash, randomFillSync } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** INTERFACE "Tokens": `spt_`, 43 random characters, 6 of checksum, so that secret scanners tell a real one from a look-alike offline. */
export const TOKEN_PREFIX = 'spt_';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_LENGTH = 43;
const CHECK_LENGTH = 6;
const SHAPE = new RegExp(`^${TOKEN_PREFIX}[0-9A-Za-z]{${SECRET_LENGTH + CHECK_LENGTH}}$`);

/** A new publish token: 43 characters of the alphabet carry 256 bits of the system's randomness. */
export function newPublishToken(): string {
  const body = randomSecret();
  return TOKEN_PREFIX + body + checksum(body);
}

/** Whether this has the shape and the checksum of a publish token. Says nothing about whether it was ever issued. */
export function isWellFormed(token: string): boolean {
  return SHAPE.test(token) && token.slice(-CHECK_LENGTH) === checksum(token.slice(TOKEN_PREFIX.length, -CHECK_LENGTH));
}

/** What the store keeps of a secret (A2): SHA-256, hexadecimal. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** CRC-32 of the characters in the same alphabet, most significant digit first, padded with its zero. */
function checksum(body: string): string {
  let rest = crc32(body);
  let digits = '';
  for (let i = 0; i < CHECK_LENGTH; i++) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}

/** A secret for an address or a header: 43 characters of the same alphabet, 256 bits. */
export function randomSecret(): string {
  // Each character drawn without bias: bytes beyond the last whole multiple of the alphabet are thrown away.
  const limit = 256 - (256 % ALPHABET.length);
  let secret = '';
  while (secret.length < SECRET_LENGTH) {
    const byte = randomByte();
    if (byte < limit) secret += ALPHABET.charAt(byte % ALPHABET.length);
  }
  return secret;
}

/** The system's randomness in portions: asking for it costs the same for 43 bytes as for 4,096. No byte is used twice. */
const pool = Buffer.alloc(4_096);
let used = pool.length;

function randomByte(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const byte = pool.readUInt8(used);
  // What became a token does not stay in memory.
  pool.writeUInt8(0, used);
  used += 1;
  return byte;
}
