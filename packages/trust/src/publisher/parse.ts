import type { Claims } from '../claims.ts';
import { quote } from '../explain/index.ts';
import { MAX_PUBLISH_TOKEN_SECONDS, MIN_PUBLISH_TOKEN_SECONDS } from '../limits.ts';
import type { Provider } from '../provider.ts';
import { accept, type Result, refuse } from '../result.ts';
import { isObject, mistake, type PublisherMistake } from './mistake.ts';
import { PERMISSIONS, type Permission, type TrustedPublisher } from './model.ts';
import { parseClaims } from './parse-claims.ts';

/** Longest note, in characters. */
export const MAX_NOTE = 500;
/** Longest issuer URL, in characters. */
const MAX_ISSUER = 512;

/** A trusted publisher without the id that the gate gives it. */
export type PublisherDraft = Omit<TrustedPublisher, 'id'>;

export interface ParseContext {
  readonly providers: readonly Provider[];
  /** Whether tokens of this provider can come from that issuer. Left out: any URL will do. */
  readonly issuerKnown?: (type: string, issuer: string) => boolean;
  /** Claims of a token of the same repository, where a person pasted one: what then stands in the wrong field is a mistake. */
  readonly pasted?: Claims;
}

/**
 * What POST and PATCH send, checked whole and brought into the form that is stored: UUIDs as the provider writes them, permissions in
 * npm's order, `["createPackage"]` where none are given (npm 11.10 to 11.14 send none). An `id` is ignored. Anything that is not
 * understood is a mistake, as it could be a condition that nobody would enforce. Refused with the first mistake. Never throws.
 */
export function parsePublisher(body: unknown, context: ParseContext): Result<PublisherDraft, PublisherMistake> {
  const read = readPublisher(body, context);
  return read.ok ? read : refuse(read.refusal[0]);
}

/** Every mistake of what a person has filled in so far, in the order of the form; empty where parsePublisher accepts it. Never throws. */
export function publisherMistakes(body: unknown, context: ParseContext): readonly PublisherMistake[] {
  const read = readPublisher(body, context);
  return read.ok ? [] : read.refusal;
}

type Mistakes = readonly [PublisherMistake, ...PublisherMistake[]];

function readPublisher(body: unknown, context: ParseContext): Result<PublisherDraft, Mistakes> {
  if (!isObject(body)) return refuse([mistake('a trusted publisher is an object with type, claims and permissions')]);
  const stray = Object.keys(body)
    .filter((key) => !KEYS.includes(key))
    .map((key) => mistake(`${quote(key)} is not known; accepted are ${KEYS.join(', ')}`));
  const provider = context.providers.find(({ type }) => type === body['type']);
  if (provider === undefined) {
    return refuse(several([...stray, mistake(unknownType(body['type'], context.providers), 'type')]));
  }
  const issuer = parseIssuer(body['issuer'], provider, context);
  const claims = parseClaims(body['claims'], provider, context.pasted);
  const permissions = parsePermissions(body['permissions']);
  const note = parseNote(body['note']);
  const tokenLifetime = parseTokenLifetime(body['tokenLifetime']);
  if (stray.length > 0 || !issuer.ok || !claims.ok || !permissions.ok || !note.ok || !tokenLifetime.ok) {
    const found = [issuer, claims, permissions, note, tokenLifetime].flatMap((part) => (part.ok ? [] : part.refusal));
    return refuse(several([...stray, ...found]));
  }
  return accept({
    type: provider.type,
    ...(issuer.value === undefined ? {} : { issuer: issuer.value }),
    claims: claims.value,
    permissions: permissions.value,
    ...(note.value === undefined ? {} : { note: note.value }),
    ...(tokenLifetime.value === undefined ? {} : { tokenLifetime: tokenLifetime.value }),
  });
}

const KEYS = ['id', 'type', 'issuer', 'claims', 'permissions', 'note', 'tokenLifetime'];

function unknownType(type: unknown, providers: readonly Provider[]): string {
  const known = providers.map((provider) => provider.type).join(', ');
  return type === undefined
    ? `type is missing; known are ${known}`
    : `type ${quote(type)} is not known; known are ${known}`;
}

function parseIssuer(
  issuer: unknown,
  { type, title }: Provider,
  { issuerKnown }: ParseContext,
): Result<string | undefined, readonly PublisherMistake[]> {
  if (issuer === undefined) return accept(undefined);
  if (
    typeof issuer !== 'string' ||
    issuer.length > MAX_ISSUER ||
    !/^https?:\/\//.test(issuer) ||
    !URL.canParse(issuer)
  ) {
    return wrong('issuer must be the exact URL that stands in the iss claim of the tokens', 'issuer');
  }
  return issuerKnown === undefined || issuerKnown(type, issuer)
    ? accept(issuer)
    : wrong(
        `issuer ${quote(issuer)} is not known for ${title}; take one of its public issuers, or ask the operator to add this one to the configuration`,
        'issuer',
      );
}

function parsePermissions(permissions: unknown): Result<readonly Permission[], readonly PublisherMistake[]> {
  if (permissions === undefined) return accept(['createPackage']);
  const sent: readonly unknown[] = Array.isArray(permissions) ? permissions : [];
  const known = PERMISSIONS.filter((permission) => sent.includes(permission));
  return known.length > 0 && sent.every((entry) => PERMISSIONS.some((permission) => permission === entry))
    ? accept(known)
    : wrong(`permissions must be a list of at least one of ${PERMISSIONS.join(', ')}`, 'permissions');
}

function parseNote(note: unknown): Result<string | undefined, readonly PublisherMistake[]> {
  if (note === undefined || note === '') return accept(undefined);
  return typeof note === 'string' && note.length <= MAX_NOTE && !CONTROL.test(note)
    ? accept(note)
    : wrong(`note must be text of at most ${MAX_NOTE} characters without control characters`, 'note');
}

function parseTokenLifetime(seconds: unknown): Result<number | undefined, readonly PublisherMistake[]> {
  if (seconds === undefined) return accept(undefined);
  const whole = typeof seconds === 'number' && Number.isInteger(seconds);
  if (whole && seconds >= MIN_PUBLISH_TOKEN_SECONDS && seconds <= MAX_PUBLISH_TOKEN_SECONDS) return accept(seconds);
  const range = `must be a whole number of seconds from ${MIN_PUBLISH_TOKEN_SECONDS} to ${MAX_PUBLISH_TOKEN_SECONDS}`;
  return refuse([mistake(`tokenLifetime ${range}`, 'tokenLifetime', `The life of its publish tokens ${range}`)]);
}

/** C0 but tab and line feed, DEL, C1. */
const CONTROL = /[^\t\n\x20-\x7e\xa0-\uffff]/;

/** One mistake, as the refusal of one part. */
const wrong = (what: string, field: string): { readonly ok: false; readonly refusal: readonly PublisherMistake[] } =>
  refuse([mistake(what, field)]);

function several(mistakes: readonly PublisherMistake[]): Mistakes {
  const [first, ...others] = mistakes;
  return [first ?? mistake('it cannot be read'), ...others];
}
