import type { ClaimValue } from '../claims.ts';
import { quote, TRUST_WORDS } from '../explain/index.ts';
import type { Provider } from '../provider.ts';
import { accept, type Result, refuse } from '../result.ts';
import { parseClaimValue } from './claim-value.ts';
import { PERMISSIONS, type Permission, type TrustedPublisher } from './model.ts';

/** Longest note, in characters. */
export const MAX_NOTE = 500;
/** Longest issuer URL, in characters. */
const MAX_ISSUER = 512;

/** A trusted publisher without the id that the gate gives it. */
export type PublisherDraft = Omit<TrustedPublisher, 'id'>;

/** Why a body is no trusted publisher. `message` begins with npm's words; `field` is the place: `claims.repositoryUuid`. */
export interface PublisherMistake {
  readonly message: string;
  readonly field?: string;
}

export interface ParseContext {
  readonly providers: readonly Provider[];
  /** Whether tokens of this provider can come from that issuer. Left out: any URL will do. */
  readonly issuerKnown?: (type: string, issuer: string) => boolean;
}

/**
 * What POST and PATCH send, checked whole and brought into the form that is stored: UUIDs as the provider writes them, permissions in
 * npm's order, `["createPackage"]` where none are given (npm 11.10 to 11.14 send none). An `id` is ignored. Anything that is not
 * understood is a mistake, as it could be a condition that nobody would enforce. Never throws.
 */
export function parsePublisher(body: unknown, context: ParseContext): Result<PublisherDraft, PublisherMistake> {
  if (!isObject(body)) return mistake('a trusted publisher is an object with type, claims and permissions');
  const stray = Object.keys(body).find((key) => !KEYS.includes(key));
  if (stray !== undefined) return mistake(`${quote(stray)} is not known; accepted are ${KEYS.join(', ')}`);

  const provider = context.providers.find(({ type }) => type === body['type']);
  if (provider === undefined) return mistake(unknownType(body['type'], context.providers), 'type');
  const issuer = parseIssuer(body['issuer'], provider, context);
  if (!issuer.ok) return issuer;
  const claims = parseClaims(body['claims'], provider);
  if (!claims.ok) return claims;
  const permissions = parsePermissions(body['permissions']);
  if (!permissions.ok) return permissions;
  const note = parseNote(body['note']);
  if (!note.ok) return note;

  return accept({
    type: provider.type,
    ...(issuer.value === undefined ? {} : { issuer: issuer.value }),
    claims: claims.value,
    permissions: permissions.value,
    ...(note.value === undefined ? {} : { note: note.value }),
  });
}

const KEYS = ['id', 'type', 'issuer', 'claims', 'permissions', 'note'];

function unknownType(type: unknown, providers: readonly Provider[]): string {
  const known = providers.map((provider) => provider.type).join(', ');
  return type === undefined
    ? `type is missing; known are ${known}`
    : `type ${quote(type)} is not known; known are ${known}`;
}

/** Every claim known and well formed, every required one there: a publisher that would match a whole issuer cannot exist. */
function parseClaims(
  claims: unknown,
  { title, fields }: Provider,
): Result<TrustedPublisher['claims'], PublisherMistake> {
  if (!isObject(claims)) return mistake('claims must be an object', 'claims');
  const names = fields.map(({ claim }) => claim);
  const stray = Object.keys(claims).find((claim) => !names.includes(claim));
  if (stray !== undefined) {
    return mistake(`${title} has no claim ${quote(stray)} to configure; accepted are ${names.join(', ')}`, 'claims');
  }
  const parsed: [string, ClaimValue][] = [];
  for (const field of fields) {
    const value = Object.hasOwn(claims, field.claim) ? claims[field.claim] : undefined;
    const place = `claims.${field.claim}`;
    if (value === undefined) {
      if (!field.required) continue;
      return mistake(`${place} (${field.label}) is missing. ${field.help}`, place);
    }
    const wanted = parseClaimValue(field, value);
    if (!wanted.ok) return mistake(`${place} ${wanted.refusal}`, place);
    parsed.push([field.claim, wanted.value]);
  }
  return accept(Object.fromEntries(parsed));
}

function parseIssuer(
  issuer: unknown,
  { type, title }: Provider,
  { issuerKnown }: ParseContext,
): Result<string | undefined, PublisherMistake> {
  if (issuer === undefined) return accept(undefined);
  if (
    typeof issuer !== 'string' ||
    issuer.length > MAX_ISSUER ||
    !/^https?:\/\//.test(issuer) ||
    !URL.canParse(issuer)
  ) {
    return mistake('issuer must be the exact URL that stands in the iss claim of the tokens', 'issuer');
  }
  return issuerKnown === undefined || issuerKnown(type, issuer)
    ? accept(issuer)
    : mistake(
        `issuer ${quote(issuer)} is not known for ${title}; take one of its public issuers, or ask the operator to add this one to the configuration`,
        'issuer',
      );
}

function parsePermissions(permissions: unknown): Result<readonly Permission[], PublisherMistake> {
  if (permissions === undefined) return accept(['createPackage']);
  const sent: readonly unknown[] = Array.isArray(permissions) ? permissions : [];
  const known = PERMISSIONS.filter((permission) => sent.includes(permission));
  return known.length > 0 && sent.every((entry) => PERMISSIONS.some((permission) => permission === entry))
    ? accept(known)
    : mistake(`permissions must be a list of at least one of ${PERMISSIONS.join(', ')}`, 'permissions');
}

function parseNote(note: unknown): Result<string | undefined, PublisherMistake> {
  if (note === undefined || note === '') return accept(undefined);
  return typeof note === 'string' && note.length <= MAX_NOTE && !CONTROL.test(note)
    ? accept(note)
    : mistake(`note must be text of at most ${MAX_NOTE} characters without control characters`, 'note');
}

/** C0 but tab and line feed, DEL, C1. */
const CONTROL = /[^\t\n\x20-\x7e\xa0-\uffff]/;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function mistake(what: string, field?: string): { readonly ok: false; readonly refusal: PublisherMistake } {
  const message = `${TRUST_WORDS.invalid}: ${what}`;
  return refuse(field === undefined ? { message } : { message, field });
}
