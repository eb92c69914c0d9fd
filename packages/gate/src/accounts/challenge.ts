/** The challenge that a browser's answer names (WebAuthn section 5.8.1, clientDataJSON in base64url); undefined when it names none. */
export function challengeIn(clientDataJson: string): string | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8'));
    const challenge = typeof data === 'object' && data !== null && 'challenge' in data ? data.challenge : undefined;
    return typeof challenge === 'string' && /^[A-Za-z0-9_-]+$/.test(challenge) ? challenge : undefined;
  } catch {
    return undefined;
  }
}
