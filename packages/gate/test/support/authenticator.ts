import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** What of the options an authenticator needs. */
interface Options {
  readonly challenge: string;
  readonly rpId?: string;
  readonly rp?: { readonly id?: string };
}

/** Flags of the authenticator data (WebAuthn section 6.1). */
const PRESENT = 0x01;
const VERIFIED = 0x04;
const HAS_KEY = 0x40;

/** A passkey in software: real keys, real signatures (ES256), so that what is verified is verified for real. */
export class SoftAuthenticator {
  readonly id = randomBytes(16);
  readonly #publicKey: KeyObject;
  readonly #privateKey: KeyObject;
  readonly #verifies: boolean;
  #counter: number;

  /**
   * @param verifies whether it checks a PIN or finger
   * @param counter undefined: it has none, as passkeys that are synchronised
   */
  constructor({ verifies = true, counter = 0 }: { readonly verifies?: boolean; readonly counter?: number } = {}) {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#publicKey = pair.publicKey;
    this.#privateKey = pair.privateKey;
    this.#verifies = verifies;
    this.#counter = counter;
  }

  /** The same key elsewhere, with a counter of its own: a copy. */
  rewind(counter: number): void {
    this.#counter = counter;
  }

  /** What `navigator.credentials.create` gives on a page of this origin. */
  create(options: object, origin: string): RegistrationResponseJSON {
    const { challenge, rp } = options as Options;
    const key = this.#publicKey.export({ format: 'jwk' });
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(key.x)],
      [-3, bytes(key.y)],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const attested = [Buffer.alloc(16), length, this.id, isoCBOR.encode(cose)];
    const authData = Buffer.concat([this.#head(rp?.id ?? '', HAS_KEY), ...attested]);
    const attestation = new Map<string, string | Uint8Array | Map<string, string>>([
      ['fmt', 'none'],
      ['attStmt', new Map<string, string>()],
      ['authData', new Uint8Array(authData)],
    ]);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: clientData('webauthn.create', challenge, origin).toString('base64url'),
        attestationObject: Buffer.from(isoCBOR.encode(attestation)).toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** What `navigator.credentials.get` gives on a page of this origin. */
  get(options: object, origin: string): AuthenticationResponseJSON {
    const { challenge, rpId } = options as Options;
    if (this.#counter > 0) this.#counter += 1;
    const authData = this.#head(rpId ?? '', 0);
    const data = clientData('webauthn.get', challenge, origin);
    const signed = Buffer.concat([authData, createHash('sha256').update(data).digest()]);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: data.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', signed, this.#privateKey).toString('base64url'),
      },
    };
  }

  #head(rpId: string, more: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.#counter);
    const flags = PRESENT | (this.#verifies ? VERIFIED : 0) | more;
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), counter]);
  }

  #credential() {
    const id = this.id.toString('base64url');
    return { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} };
  }
}

const clientData = (type: string, challenge: string, origin: string): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

const bytes = (base64url: string | undefined): Uint8Array => new Uint8Array(Buffer.from(base64url ?? '', 'base64url'));
