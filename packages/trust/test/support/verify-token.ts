import { base64url } from 'jose';
import { type TestKey, testKey } from './verify-keys.ts';

/** How a token differs from an honest one. A member that is undefined is left out. */
export interface TokenChange {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** The JSON text itself, where an object could not say it. */
  readonly headerText?: string;
  readonly payloadText?: string;
  readonly key?: TestKey;
}

/** The moment at which every test begins: seconds since 1970. */
export const START = 1_790_000_000;
export const AUDIENCE = 'npm:registry.example.com';
export const MILL = 'https://mill.example/ws/acme/oidc';

export const millClaims: Readonly<Record<string, unknown>> = {
  iss: MILL,
  aud: [AUDIENCE, 'mill:ws/{w}'],
  iat: START - 10,
  exp: START + 3590,
  workspaceUuid: '{w}',
  repositoryUuid: '{r}',
};

/** A really signed token: an honest one (of mill's workspace acme, unless told otherwise), with the changes. */
export async function signToken(change: TokenChange = {}, honest = millClaims): Promise<string> {
  const key = change.key ?? (await testKey('first'));
  const header = { alg: 'RS256', typ: 'JWT', kid: key.kid, ...change.header };
  const head = change.headerText ?? JSON.stringify(header);
  const payload = change.payloadText ?? JSON.stringify({ ...honest, ...change.claims });
  return signParts(base64url.encode(head), base64url.encode(payload), key);
}

/** Signs two parts as they stand, strangely encoded ones too. */
export async function signParts(head: string, payload: string, key?: TestKey): Promise<string> {
  const { privateKey } = key ?? (await testKey('first'));
  const bytes = new TextEncoder().encode(`${head}.${payload}`);
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, bytes);
  return `${head}.${payload}.${base64url.encode(new Uint8Array(signature))}`;
}
