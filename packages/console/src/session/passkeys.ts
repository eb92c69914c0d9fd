import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';

/** Options of the gate, as its API describes them. */
export interface Options {
  readonly challenge: string;
}

/** Why the browser gave no passkey, in words for whoever sits before it. */
export class PasskeyFailed extends Error {
  constructor(words: string) {
    super(words);
    this.name = 'PasskeyFailed';
  }
}

/** Asks the browser for a passkey that exists. Loaded when it is first needed. Throws PasskeyFailed. */
export async function givePasskey(options: Options) {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  return startAuthentication({ optionsJSON: options }).catch(failed);
}

/** Asks the browser to make one. Throws PasskeyFailed. */
export async function makePasskey(options: Options) {
  const { startRegistration } = await import('@simplewebauthn/browser');
  return startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }).catch(failed);
}

/** The names are those of the WebAuthn specification; the browser itself says little more, on purpose. */
const WORDS: Readonly<Record<string, string>> = {
  NotAllowedError:
    'The browser gave no passkey: it was cancelled, took too long, or this device has none for this address. Try again.',
  InvalidStateError: 'This device has a passkey for this account already. Use it, or take another device.',
  SecurityError:
    'Passkeys do not work at this address: it needs a name with https, or localhost. Open the console at the address that the gate printed.',
  NotSupportedError: 'This device can make no passkey of the kind that the gate accepts. Use an authenticator app.',
  AbortError: 'Asking for the passkey was interrupted. Try again.',
};

function failed(fault: unknown): never {
  const name = fault instanceof Error ? fault.name : '';
  throw new PasskeyFailed(
    WORDS[name] ?? 'This browser cannot use passkeys here. Use an authenticator app or a recovery code.',
  );
}
