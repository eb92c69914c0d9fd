import type { Issuer } from '@sallyport/issuer';
import type { TestGate } from './gate.ts';

/** An answer read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, or undefined. */
  readonly json: unknown;
}

export async function request(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
export const escapeName = (name: string): string => name.replace('/', '%2f');

/** A gate that the test administers, wherever it runs. */
export type Administered = Pick<TestGate, 'url' | 'administratorToken'>;

/** Configures a trusted publisher as an administrator: the claims that the issuer's example run has, or those given. Gives its id. */
export async function addPublisher(
  gate: Administered,
  packageName: string,
  issuer: Issuer,
  changes: { readonly claims?: Readonly<Record<string, unknown>>; readonly permissions?: readonly string[] } = {},
): Promise<string> {
  const answer = await request(`${gate.url}/-/package/${escapeName(packageName)}/trust`, {
    method: 'POST',
    headers: { ...bearer(gate.administratorToken), 'content-type': 'application/json' },
    body: JSON.stringify([
      {
        type: issuer.provider.type,
        issuer: issuer.url,
        claims: changes.claims ?? exampleClaims(issuer),
        ...(changes.permissions === undefined ? {} : { permissions: changes.permissions }),
      },
    ]),
  });
  if (answer.status !== 200) throw new Error(`trust was not configured: ${answer.status} ${answer.text}`);
  return (answer.json as { id: string }[])[0]?.id ?? '';
}

/** The required claims of the provider's example run, as an owner would configure them: references by their file. */
function exampleClaims(issuer: Issuer): Record<string, unknown> {
  const { fields, token } = issuer.provider;
  const example = token.derive(token.example, issuer.url);
  return Object.fromEntries(
    fields
      .filter(({ required }) => required)
      .map(({ claim, forms, example: configured }) => [
        claim,
        forms.includes('file') ? { file: configured } : (example[claim] ?? configured),
      ]),
  );
}

export const exchange = (gate: Pick<TestGate, 'url'>, packageName: string, idToken: string): Promise<Answer> =>
  request(`${gate.url}/-/npm/v1/oidc/token/exchange/package/${escapeName(packageName)}`, {
    method: 'POST',
    headers: bearer(idToken),
  });

/** The publish token of an exchange that must succeed. */
export async function exchanged(gate: Pick<TestGate, 'url'>, packageName: string, idToken: string): Promise<string> {
  const answer = await exchange(gate, packageName, idToken);
  if (answer.status !== 201) throw new Error(`the exchange was refused: ${answer.status} ${answer.text}`);
  return (answer.json as { token: string }).token;
}

export const put = (
  gate: Pick<TestGate, 'url'>,
  packageName: string,
  token: string | undefined,
  document: string | Uint8Array<ArrayBuffer>,
): Promise<Answer> =>
  request(`${gate.url}/${escapeName(packageName)}`, {
    method: 'PUT',
    headers: { ...(token === undefined ? {} : bearer(token)), 'content-type': 'application/json' },
    body: document,
  });

/** The packument as anybody sees it, or undefined when there is none. */
export async function packument(gate: Pick<TestGate, 'url'>, packageName: string): Promise<Packument | undefined> {
  const answer = await request(`${gate.url}/${escapeName(packageName)}`);
  return answer.status === 200 ? (answer.json as Packument) : undefined;
}

export interface Packument {
  readonly versions: Readonly<
    Record<
      string,
      { readonly dist: { readonly integrity: string; readonly tarball: string }; readonly [key: string]: unknown }
    >
  >;
  readonly 'dist-tags': Readonly<Record<string, string>>;
}

/** Audit entries, newest first. */
export async function audit(gate: Administered, query = 'limit=1000'): Promise<readonly AuditEntry[]> {
  const answer = await request(`${gate.url}/-/sallyport/v1/audit?${query}`, {
    headers: bearer(gate.administratorToken),
  });
  if (answer.status !== 200) throw new Error(`no audit: ${answer.status} ${answer.text}`);
  return answer.json as readonly AuditEntry[];
}

export interface AuditEntry {
  readonly id: number;
  readonly kind: string;
  readonly outcome: string;
  readonly package?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly [key: string]: unknown;
}
