import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { escapeName, parseNamePattern, parsePackageName } from '../../names/index.ts';
import type { Io } from '../io.ts';
import { EXIT, type Failure, failure, usage } from '../outcome.ts';
import { findRegistry, type Registry, withBearer } from '../registry/find.ts';
import { plain, plainJson } from '../show.ts';

/** A trusted publisher as any registry may answer it: types and claims that this version does not know included. */
const Answered = Type.Object({
  id: Type.Optional(Type.String()),
  type: Type.String(),
  issuer: Type.Optional(Type.String()),
  claims: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  permissions: Type.Optional(Type.Array(Type.String())),
  note: Type.Optional(Type.String()),
  tokenLifetime: Type.Optional(Type.Number()),
});
export type AnsweredPublisher = Static<typeof Answered>;

/** What every trust command takes. */
export interface TrustFlags {
  readonly registry?: string;
  /** A one-time password, for a terminal that cannot wait for one. */
  readonly otp?: string;
}

/** The publishers of an answer: an array, or one object, which npm accepts too. */
export function readPublishers(body: unknown): readonly AnsweredPublisher[] | Failure {
  const list = Array.isArray(body) ? body : [body];
  return Check(Type.Array(Answered), list)
    ? list
    : failure(
        EXIT.usage,
        'answer-malformed',
        "the registry did not answer with trusted publishers: does it have npm's trust endpoints?",
      );
}

/** One publisher for people: every claim, which npm's own command does not show for types it does not know. */
export function showPublisher(publisher: AnsweredPublisher): string {
  const permissions = publisher.permissions?.map((permission) => WORDS[permission] ?? plain(permission)).join(', ');
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['type', plain(publisher.type)],
    ['id', publisher.id === undefined ? undefined : plain(publisher.id)],
    ['issuer', publisher.issuer === undefined ? undefined : plain(publisher.issuer)],
    ...Object.entries(publisher.claims ?? {}).map(([claim, value]) => [plain(claim), showClaim(value)] as const),
    ['permissions', permissions],
    ['token lifetime', publisher.tokenLifetime === undefined ? undefined : `${publisher.tokenLifetime} s at most`],
    ['note', publisher.note === undefined ? undefined : plain(publisher.note)],
  ];
  return lines.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`])).join('\n');
}

/** npm's words for its permissions. */
const WORDS: Readonly<Record<string, string>> = { createPackage: 'publish', createStagedPackage: 'stage publish' };

export function showClaim(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainJson).join(', ');
  if (typeof value === 'object' && value !== null) {
    if ('file' in value) return `file ${plainJson(value.file)}`;
    if ('pattern' in value) return `pattern ${plainJson(value.pattern)}`;
  }
  return plainJson(value);
}

/** A package name, or a pattern of names where the registry takes those. */
export const checkName = (name: string): Failure | undefined =>
  parsePackageName(name) === undefined && parseNamePattern(name) === undefined
    ? usage(`${JSON.stringify(plain(name).slice(0, 64))} is neither a package name nor a pattern such as @acme/*`)
    : undefined;

/** Where the publishers of a package are: npm's escaped form of the name. */
export const trustUrl = (registry: Registry, name: string, id?: string): URL =>
  new URL(`-/package/${escapeName(name)}/trust${id === undefined ? '' : `/${encodeURIComponent(id)}`}`, registry.url);

/** The registry of a package, and who the caller is there. */
export function signedIn(
  name: string,
  flag: string | undefined,
  io: Io,
): (Registry & { readonly bearer: string }) | Failure {
  return checkName(name) ?? withBearer(findRegistry(name, flag, io));
}
