import { randomBytes } from 'node:crypto';
import { hashOf } from './secrets.ts';

export const RECOVERY_CODES = 10;
/** 80 bits each: no hash of them can be searched through. */
const CODE_BYTES = 10;
/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = /.{4}/g;

/** New recovery codes in four groups of four, as a person writes them down. */
export const newRecoveryCodes = (): readonly string[] => Array.from({ length: RECOVERY_CODES }, newCode);

function newCode(): string {
  let bits = BigInt(`0x${randomBytes(CODE_BYTES).toString('hex')}`);
  let code = '';
  for (let left = (CODE_BYTES * 8) / 5; left > 0; left -= 1) {
    code = `${ALPHABET[Number(bits % 32n)]}${code}`;
    bits /= 32n;
  }
  return (code.match(GROUP) ?? []).join('-');
}

/** What the store keeps of a code, however a person typed it: letter case, dashes, O for 0, I and L for 1 do not matter. */
export const recoveryCodeHash = (typed: string): string =>
  hashOf(
    typed
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '')
      .replaceAll('O', '0')
      .replace(/[IL]/g, '1'),
  );
