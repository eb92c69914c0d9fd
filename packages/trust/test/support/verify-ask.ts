import { testKey } from './verify-keys.ts';
import { MILL } from './verify-token.ts';
import type { World } from './verify-world.ts';

export const slug = (name: string | number) => `https://mill.example/ws/${name}/oidc`;

/** What the key source says about a kid of an issuer: `ok`, or the problem. */
export async function ask(world: World, kid = 'first', issuer = MILL) {
  const match = world.context.issuers.match(issuer);
  if (!match.ok) throw new Error(match.refusal.reason);
  const key = await world.keys.keyFor(match.value, kid, 'RS256');
  return key.ok ? 'ok' : key.refusal;
}

export const first = async () => (await testKey('first')).jwk;
export const second = async () => (await testKey('second')).jwk;

/** Lets whatever runs in the background come to its end. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));
