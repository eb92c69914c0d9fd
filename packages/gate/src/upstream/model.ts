import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { Refusal } from '../refusals/index.ts';
import type { Digests } from './digests.ts';

/** The registry behind the gate: embedded, or any by URL. */
export interface Upstream {
  /** Which kind of registry it is, and how that is known; with `kind: auto` this changes once, when the registry has answered. */
  about(): AboutUpstream;
  /** Where people find it: for logs, health and the packument's origin. */
  readonly name: string;
  /** The path prefix of its URL, without trailing slash; '' when it has none. */
  readonly prefix: string;
  /** Whether no other process can write to it: then a reservation without a writer in this process is settled for good (P6). */
  readonly exclusive: boolean;
  /** Whether what the gate publishes waits there for people to approve it (`publishAs: stage`). */
  readonly stages: boolean;
  /** Publishes, or stages, one version with the gate's credential (P5). Never throws for what the upstream answers or fails to answer. */
  publish(publication: Publication): Promise<PublishAnswer>;
  /**
   * Asks for one version, past every cache: who has it, with which bytes.
   * @param shasum of a tarball that may have been staged (P6): where the version is not there and the gate's publishes are staged, the
   * package's stage queue is asked for it. Left out: the queue is not asked (P5).
   */
  find(packageName: string, version: string, shasum?: string): Promise<Found>;
  /** Every version of a package, past every cache; absent: there is no such package. */
  versions(packageName: string): Promise<FoundVersions>;
  /** Passes a request on and its answer back (W). The caller has decided that it may pass; `path` is the decoded, checked path with its query. */
  forward(request: IncomingMessage, response: ServerResponse, options: ForwardOptions): Promise<void>;
  /** What it says about people; undefined where it says nothing. */
  readonly people: People | undefined;
  /** Names of packages that lie within this pattern or name prefix, where the upstream can list them: at most `limit`. */
  list?(prefix: string, limit: number): Promise<readonly string[]>;
  /** Throws when it does not answer: health. Gives its clock, in milliseconds since 1970 and whole seconds, where it says (Date header). */
  ping(): Promise<number | undefined>;
  close(): Promise<void>;
}

export interface AboutUpstream {
  readonly kind: 'embedded' | 'verdaccio' | 'npmjs' | 'generic';
  /** `upstream.kind` as it is configured. */
  readonly configured: 'embedded' | 'auto' | 'verdaccio' | 'npmjs' | 'generic';
  /** False while an `auto` registry has not answered yet: it counts as generic until then. */
  readonly known: boolean;
  /** The product's name, where its answers show it. */
  readonly product?: string;
  /** In words for people: "verdaccio (Verdaccio, by its answer to a whoami of nobody)". */
  readonly how: string;
  /** Why the registry did not take the gate's credential when it was used last; missing where it did, or was not used yet. */
  readonly credentialProblem?: string;
}

/** Who somebody is, and what they may write: asked of the upstream each time (T1). */
export interface People {
  /** Whose Authorization header (bearer or basic) this is. */
  identify(authorization: string): Promise<Identified>;
  /** Whether this name and password are right. Never creates an account. */
  signIn(name: string, password: string): Promise<Identified>;
  /**
   * Whether an account of this name exists; undefined where the upstream cannot say without its credential.
   * @param since milliseconds: and is the one that existed then, with the same password. No session that began before a name was
   * removed and given again, or its password was changed, goes on.
   */
  known(name: string, since?: number): Promise<boolean | undefined>;
  /**
   * When an account of this name was last removed, in milliseconds, where the upstream can say: second factors enrolled by then are
   * somebody else's. A changed password is no such thing: else whoever stole one would be rid of the second factor.
   */
  removedAt?(name: string): Promise<number | undefined>;
  /**
   * Whether this person may write this package, which exists; undefined where the upstream cannot say, `unavailable` where it does not
   * answer. Absent packages: false (T2).
   * @param authorization the person's own, where they sent one: the upstream is asked with it.
   */
  mayWrite(
    name: string,
    packageName: string,
    authorization: string | undefined,
  ): Promise<boolean | undefined | 'unavailable'>;
  /** Packages that this person may write, as far as the upstream lists them now. `authorization` as for mayWrite. */
  packagesOf?(name: string, authorization?: string): Promise<readonly string[]>;
}

export type Identified =
  | { readonly outcome: 'known'; readonly name: string }
  | { readonly outcome: 'unknown' }
  /** The upstream has no way to say whose a credential is. */
  | { readonly outcome: 'unsaid'; readonly message: string }
  /** The upstream does not answer, or answers what nobody understands. */
  | { readonly outcome: 'unavailable'; readonly message: string };

export interface ForwardOptions {
  /** The once-decoded path, as it is to be sent (W2): every segment already encoded again. */
  readonly path: string;
  /** A packument: parsed up to the limit, `dist.tarball` rewritten (W3). */
  readonly packument: boolean;
  /** A tarball is read, at the address where packuments say it is: its package, and the name of its file. */
  readonly tarball?: { readonly package: string; readonly file: string } | undefined;
  /** Leave the caller's authorization behind: reads with a publish token (P1). */
  readonly anonymous: boolean;
  /** A JSON body that was read already, instead of the request's own. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Where a refusal of the gate's own is written. */
  readonly refuse: (refusal: Refusal) => void;
}

/** One version, checked and rebuilt by the gate (P4). */
export interface Publication {
  readonly package: string;
  readonly version: string;
  readonly tag: string;
  readonly access: 'public' | 'restricted' | undefined;
  /** The version's manifest with the gate's own name, _id, dist and _npmUser. */
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly readme: string | undefined;
  readonly tarball: Spooled;
  /** A Sigstore bundle (JSON text) that came with it. */
  readonly provenance: { readonly mediaType: string; readonly text: string } | undefined;
}

/** A tarball's bytes in the spool, hashed as they came (P2). */
export interface Spooled {
  /** `hello-1.0.0.tgz`: the scope dropped. */
  readonly fileName: string;
  readonly size: number;
  /** `sha512-<base64>` */
  readonly integrity: string;
  /** Hexadecimal SHA-1. */
  readonly shasum: string;
  open(): Readable;
  /** Puts the bytes into a new file, without copying them where the file system can do that. Throws EEXIST when there is one. */
  placeAt(path: string): Promise<void>;
}

export type PublishAnswer =
  | { readonly outcome: 'published' }
  /** It waits in the upstream's stage queue, under this id. */
  | { readonly outcome: 'staged'; readonly stageId: string }
  /** The version is there already, with these bytes (P6). */
  | ({ readonly outcome: 'exists' } & Digests)
  /** Refused, and the same bytes wait in the stage queue already, under this id (P6). */
  | { readonly outcome: 'awaits-approval'; readonly stageId: string }
  /** `publishAs: stage`, and this registry has no staging: nothing of it is there. */
  | { readonly outcome: 'cannot-stage'; readonly message: string }
  /** A full answer that says no; the version is absent. `status` as the upstream gave it, and the seconds it asks to wait. */
  | {
      readonly outcome: 'refused';
      readonly status: number;
      readonly message: string;
      readonly retryAfter?: number | undefined;
    }
  /** A full answer that does not take the gate's credential; the version is absent. `message`: what whoever runs the gate must know. */
  | { readonly outcome: 'credential-refused'; readonly message: string }
  /** Nothing was sent: no connection, no credential. */
  | {
      readonly outcome: 'unavailable';
      readonly code: 'upstream-unavailable' | 'upstream-credential-missing';
      readonly message: string;
    }
  /** Sent, and nobody knows: cut, time-out, 502, 504. */
  | { readonly outcome: 'unknown'; readonly message: string };

export type Found =
  | ({ readonly outcome: 'present' } & Digests)
  /** Not there yet: a tarball with the shasum that was asked for waits in the stage queue, under this id. */
  | { readonly outcome: 'staged'; readonly stageId: string }
  /** `first`: the whole package is absent, so a publish would be its first. */
  | { readonly outcome: 'absent'; readonly first: boolean }
  /** `credentialProblem`: the gate's credential was not taken, and what whoever runs the gate must know. */
  | { readonly outcome: 'unknown'; readonly message: string; readonly credentialProblem?: string };

export type FoundVersions =
  | { readonly outcome: 'present'; readonly versions: readonly string[] }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'unknown'; readonly message: string };
