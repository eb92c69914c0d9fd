import type { Clock } from '@sallyport/trust';
import type { LinkStore } from '../store/index.ts';
import { hashOf, newSecret } from './secrets.ts';

/** How long a one-time link works (T3). Milliseconds. */
export const LINK_LIFETIME_MS = 15 * 60_000;

/** The secret of a new one-time link for the first administrator; the store keeps its hash. */
export async function newLink(links: LinkStore, now: Clock): Promise<string> {
  const secret = newSecret();
  await links.add(hashOf(secret), now() + LINK_LIFETIME_MS);
  return secret;
}
