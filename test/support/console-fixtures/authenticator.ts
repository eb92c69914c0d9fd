import type { Page } from 'playwright-core';

/** Gives the page a passkey device of its own (WebAuthn's virtual authenticator), which says yes by itself. */
export async function withAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Base64url without padding. */
const encoded = (text: string): string => Buffer.from(text).toString('base64url');

/** What the gate gives a browser on localhost that makes a passkey. */
export const newPasskeyOptions = {
  challenge: encoded('a challenge of the gate'),
  rp: { id: 'localhost', name: 'Sallyport' },
  user: { id: encoded('person:alice'), name: 'alice', displayName: 'alice' },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  timeout: 60_000,
};

/** What it gives one that uses a passkey: any that the device has for this address. */
export const passkeyOptions = {
  challenge: encoded('another challenge'),
  rpId: 'localhost',
  userVerification: 'preferred',
  timeout: 60_000,
};
