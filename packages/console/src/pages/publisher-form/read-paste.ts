/** What was in the paste box. Everything here happens in the page; only `claims` is ever sent. */
export type Paste =
  | {
      readonly kind: 'claims';
      readonly claims: Readonly<Record<string, unknown>>;
      /** The package that it is about, where it says one. */
      readonly package?: string;
      readonly from: string;
    }
  | { readonly kind: 'unreadable'; readonly why: string };

/** What lines are read by: the names of a provider's claims and flags. */
export interface Named {
  readonly fields: readonly {
    readonly claim: string;
    readonly flag: string;
    readonly flagAliases?: readonly string[];
  }[];
}

/** Real payloads have some 2 KB. Characters. */
const LONGEST = 65_536;

/**
 * Reads what people have at hand: a token (its signature goes no further than this function), a payload, a refused decision, an answer
 * or audit entry with one, the address that a refusal gives, or lines as a log prints them.
 */
export function readPaste(text: string, providers: readonly Named[]): Paste {
  if (text.length > LONGEST) return unreadable('This is far longer than any token or payload.');
  const given = text.trim();
  if (given.startsWith('{')) return readJson(given);
  const address = /(?<!\S)https?:\/\/\S+\/publishers\/new\?\S+/.exec(given)?.[0];
  if (address !== undefined && URL.canParse(address)) return readAddress(new URL(address));
  const token = /(?<![\w.-])eyJ[\w-]+\.[\w-]+\.[\w-]+/.exec(given)?.[0];
  if (token !== undefined) return readToken(token);
  const claims = readLines(given, providers);
  return Object.keys(claims).length > 0
    ? { kind: 'claims', claims, from: 'these lines' }
    : unreadable('This is no token, no JSON, and no lines that name a claim. Paste the whole of it.');
}

function readToken(token: string): Paste {
  try {
    const bytes = Uint8Array.from(
      atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')),
      (character) => character.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isObject(claims)) return { kind: 'claims', claims, from: 'the token' };
  } catch {
    // Said below: what is wrong with a token that cannot be read helps nobody.
  }
  return unreadable('This looks like a token, but its payload cannot be read. Paste it whole, without line breaks.');
}

function readJson(text: string): Paste {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable('This begins like JSON but is not whole. Copy it from the first { to the last }.');
  }
  if (!isObject(value)) return unreadable('This is JSON, but no object with claims.');
  const about = typeof value['package'] === 'string' ? { package: value['package'] } : {};
  const decision = isObject(value['decision']) ? value['decision'] : 'candidates' in value ? value : undefined;
  if (decision !== undefined) {
    const identity = decision['identity'];
    if (!isObject(identity) || !isObject(identity['claims'])) {
      return unreadable(
        'This decision names no run: its token was not verified. Paste the payload of the token instead.',
      );
    }
    return { kind: 'claims', claims: claimsOf(identity), ...about, from: 'the decision' };
  }
  return isObject(value['claims'])
    ? { kind: 'claims', claims: claimsOf(value), ...about, from: 'the configuration' }
    : { kind: 'claims', claims: value, from: 'the payload' };
}

const claimsOf = (held: Record<string, unknown>): Record<string, unknown> => ({
  ...(typeof held['issuer'] === 'string' ? { iss: held['issuer'] } : {}),
  ...(isObject(held['claims']) ? held['claims'] : {}),
});

/** The form's own address, as a refused exchange gives it: `package`, `issuer`, `claims`. */
function readAddress({ searchParams }: URL): Paste {
  const claims = claimsParameter(searchParams.get('claims') ?? undefined, searchParams.get('issuer') ?? undefined);
  const name = searchParams.get('package');
  return claims === undefined
    ? unreadable('This address names no claims. Open it, or paste the payload of a token.')
    : { kind: 'claims', claims, ...(name === null ? {} : { package: name }), from: 'the address' };
}

/** The claims of the form's own address; undefined where it has none that can be read. */
export function claimsParameter(
  claims: string | undefined,
  issuer: string | undefined,
): Record<string, unknown> | undefined {
  const iss = issuer === undefined ? {} : { iss: issuer };
  if (claims === undefined) return issuer === undefined ? undefined : iss;
  try {
    const value: unknown = JSON.parse(claims);
    return isObject(value) ? { ...iss, ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** `name: value`, `name=value` or `--flag value`, where the name is a claim or a flag of a provider. */
function readLines(text: string, providers: readonly Named[]): Record<string, unknown> {
  const fields = providers.flatMap((provider) => provider.fields);
  const claims = new Map<string, string>([
    ['iss', 'iss'],
    ['issuer', 'iss'],
  ]);
  for (const { claim, flag, flagAliases = [] } of fields) {
    for (const name of [claim, flag, ...flagAliases]) if (!claims.has(name)) claims.set(name, claim);
  }
  return Object.fromEntries(
    text.split('\n').flatMap((line): [string, string][] => {
      const [, name = '', rest = ''] = /^[^A-Za-z]*([A-Za-z][\w./-]*)["']?(?:\s*[:=]|\s)(.*)$/.exec(line) ?? [];
      const claim = claims.get(name);
      const value = rest
        .trim()
        .replace(/[,\\]$/, '')
        .trim();
      return claim === undefined || value === '' ? [] : [[claim, value.replace(/^(["'])(.*)\1$/, '$2')]];
    }),
  );
}

const unreadable = (why: string): Paste => ({ kind: 'unreadable', why });
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
