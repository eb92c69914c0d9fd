import { generateSigningKey, type SigningKey } from './signing-key.ts';

/** Pairs that no open issuer of this process uses. Making one is slow, and tests open issuers by the hundred. */
const idle: SigningKey[] = [];

/**
 * A pair that no other open issuer of this process holds. Never shared between two: a token that one issuer signs must not verify
 * with the keys of another, or every test of a forged issuer would pass for a wrong reason.
 */
export const leaseKey = async (): Promise<SigningKey> => idle.pop() ?? generateSigningKey();

/** Gives leased pairs back, once the issuer that used them is closed. */
export const returnKeys = (keys: readonly SigningKey[]): void => void idle.push(...keys);
