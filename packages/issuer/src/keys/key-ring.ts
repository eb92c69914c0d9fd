import type { JSONWebKeySet } from 'jose';
import { leaseKey, returnKeys } from './lease.ts';
import type { SigningKey } from './signing-key.ts';

/** The keys of one issuer: the newest signs, the older ones are still published until they are dropped. */
export interface KeyRing {
  readonly signing: () => SigningKey;
  readonly published: () => JSONWebKeySet;
  /** From now on a new key signs; tokens of the old one still verify. */
  readonly rotate: () => Promise<SigningKey>;
  /** Only the key that signs stays published; tokens of the others no longer verify. */
  readonly dropOldKeys: () => void;
  readonly close: () => void;
}

/** A ring around a given key, or around a leased one. */
export async function createKeyRing(given?: SigningKey): Promise<KeyRing> {
  const leased: SigningKey[] = [];
  const lease = async (): Promise<SigningKey> => {
    const key = await leaseKey();
    leased.push(key);
    return key;
  };
  let signing = given ?? (await lease());
  let published = [signing];
  return {
    signing: () => signing,
    published: () => ({ keys: published.map((key) => key.publicJwk) }),
    rotate: async () => {
      signing = await lease();
      published = [...published, signing];
      return signing;
    },
    dropOldKeys: () => {
      published = [signing];
    },
    close: () => returnKeys(leased.splice(0)),
  };
}
