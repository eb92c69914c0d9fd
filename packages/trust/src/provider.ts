import type { ClaimForm, Claims } from './claims.ts';

/**
 * A CI system that issues id_tokens, described by one file: data and pure functions. API validation, decision, command-line flags,
 * console form, snippet, documentation and the dev issuer's token shape all derive from it. Nothing outside `providers/` asks which
 * provider it has: it asks what the provider says here.
 */
export interface Provider {
  /** The wire name, npm's own where npm has one. */
  readonly type: string;
  /** What people call it. */
  readonly title: string;
  readonly issuer: IssuerShape;
  /** JWS algorithms this provider signs with; anything else is refused (V4). */
  readonly algorithms: readonly string[];
  /** The claims that an owner may configure, in the order in which rules are shown. */
  readonly fields: readonly ClaimField[];
  /** Claims that must be there, as strings, not empty, in every token (V7). */
  readonly required: readonly string[];
  /** Immutable ids pinned by the first accepted exchange (D2). The issuer is always pinned beside them. A pin that a token lacks is not pinned. */
  readonly pins: readonly string[];
  /** Runs that may never publish (V9), each a test on the claims and the sentence that says why. */
  readonly refuses: readonly EventRule[];
  /** Oldest `iat` accepted of this provider's tokens, in seconds, where the gate's own limit is larger (V5). */
  readonly maxTokenAgeSeconds?: number;
  /**
   * The one audience that this provider's tokens can have, in place of ours (V6). Whoever else takes such tokens could show one here, so
   * each is good for one exchange, ever (G1), within maxTokenAgeSeconds.
   */
  readonly fixedAudience?: string;
  /** An audience of the provider's own that may stand beside ours (V6): Bitbucket's workspace. */
  readonly companionAudience?: (claims: Claims) => string | undefined;
  /** Claims shown in answers and kept in the audit (A2). Everything else of a token is neither. */
  readonly shows: readonly string[];
  /** Claims about a person, kept in a side table that can be erased (A2). */
  readonly personal: readonly string[];
  /**
   * What the address of a checkout's git remote says of a trusted publisher; left out where it never says anything, undefined where this
   * address does not. `issuer`: the one that a person chose, whose host may be that of a server of their own.
   */
  readonly fromRemote?: (remote: Remote, issuer: string | undefined) => RemoteHints | undefined;
  readonly links: {
    /** Where a person sees the repository; undefined when the claims do not say. Only https URLs. */
    readonly repository: (claims: Claims, issuer: string) => string | undefined;
    /** Where a person sees this run. */
    readonly run: (claims: Claims, issuer: string) => string | undefined;
  };
  /** How a CI step obtains a token for the audience, in a sentence or two for people. */
  readonly obtain: string;
  /** The ready pipeline step. */
  readonly snippet: (context: SnippetContext) => Snippet;
  /** What to add to the pipeline when the token was made for something else (V6, packages/ci): one line, because it travels in a header. */
  readonly audienceYaml: (audience: string) => string;
  readonly token: TokenShape;
}

/** Where a git remote points: the host in lower case, the segments of the path without `.git`. */
export interface Remote {
  readonly host: string;
  readonly path: readonly string[];
}

export interface RemoteHints {
  /** Values of fields, as a person would type them: offered, never taken without being shown. */
  readonly claims: Readonly<Record<string, string>>;
  /** The page on which a person finds what the remote does not say. */
  readonly findAt?: string;
}

export interface IssuerShape {
  /** Public issuers, exactly. */
  readonly exact: readonly string[];
  /** A public issuer with one hole: a path segment between `before` and `after`. Nothing else varies (V2). */
  readonly template?: {
    readonly before: string;
    readonly after: string;
    /** Slug: `[a-z0-9_-]+`. uuid: 8-4-4-4-12 lower-case hexadecimal digits. */
    readonly segment: 'slug' | 'uuid';
    /** The claim that must equal the segment. */
    readonly equalsClaim?: string;
    /** Example of a segment, for documentation and the dev issuer. */
    readonly example: string;
    /** What people call the segment, where a form asks for it. */
    readonly label?: string;
    /** Where they find it. */
    readonly help?: string;
  };
  /** What to try when an issuer of this provider answers no discovery or no keys; completes "... could not be read.", without a full stop. */
  readonly unanswered?: string;
}

/** One claim that an owner may configure. */
export interface ClaimField {
  /** The provider's exact claim name. */
  readonly claim: string;
  /** The command-line flag, without dashes: `workspace-uuid`. */
  readonly flag: string;
  /** Other spellings of the flag that npm's own command takes. */
  readonly flagAliases?: readonly string[];
  readonly label: string;
  readonly help: string;
  readonly example: string;
  readonly required: boolean;
  /** Whether this names the tenant or repository: where it fails, a reader learns nothing but that (E2). */
  readonly identifies: boolean;
  readonly forms: readonly ClaimForm[];
  /** What an exact value (or each of a list) and a `{pattern}` must look like after `normalise`; JSON Schema's `pattern`, anchored and linear. */
  readonly pattern: string;
  readonly maxLength: number;
  /** What `pattern` means, for the sentence that refuses a value: "a UUID in braces". */
  readonly shape: string;
  /** Brings a pasted value into the form that is stored and compared. */
  readonly normalise?: (value: string) => string;
  /** Letter case that the provider itself ignores is removed from both sides before comparing (V8). */
  readonly ignoreCase?: boolean;
  /** The whole references that the token may carry for a configured file; built, then compared, never cut out (V8). */
  readonly references?: (file: string, claims: Claims, issuer: string) => readonly string[];
  /** What must be true of a configured file's name, where `file` is a form. */
  readonly filePattern?: string;
  /** Why a token may lack the claim and what to do, for the sentence about a configured claim that is missing. No full stop at the end. */
  readonly missing?: string;
  /** What a CI user changes when the claim has another value than the publisher expects. No full stop at the end. */
  readonly differs?: string;
  /** How a sentence names it: "on branch". Left out: "with" and the label. */
  readonly phrase?: { readonly preposition: string; readonly noun: string };
  /** Its values are never those of another field (UUIDs): the same one twice is a slip of the hand. */
  readonly unique?: true;
  /** Configured, it keeps out runs that the required claims alone would let in: what a publisher's strength is measured by. */
  readonly raises?: Raise;
}

export interface Raise {
  /** Which to advise first: the larger. */
  readonly weight: number;
  /** The advice where it is not configured: what to add, and who could publish without it. One sentence with its full stop. */
  readonly why: string;
  /** The advice where it is a pattern, when only an exact value counts whole. Left out: a pattern counts whole. */
  readonly exact?: string;
  /** What a pattern may begin with and still keep nobody out, as a regular expression: `refs/heads/`. Left out: nothing. */
  readonly prefix?: string;
}

export interface EventRule {
  /** The claim that shows it. */
  readonly claim: string;
  readonly refused: (claims: Claims) => boolean;
  /** Completes "this token cannot publish: ...": why, and what to do instead. No full stop at the end. */
  readonly why: string;
}

export interface SnippetContext {
  readonly package: string;
  readonly registry: string;
  readonly audience: string;
}

export interface Snippet {
  /** The file it belongs into. */
  readonly file: string;
  readonly text: string;
}

/** How the dev issuer (packages/issuer) mints: the shape of a real token of this provider, nothing about trust. */
export interface TokenShape {
  /** Lifetime of a real token, in seconds. */
  readonly lifetime: number;
  readonly jti: boolean;
  /** Seconds that `nbf` lies before `iat`; undefined: no `nbf`. */
  readonly notBefore?: number;
  /** A plausible payload without iss, aud, iat, exp, nbf, jti and without what `derive` adds. */
  readonly example: Claims;
  /** Completes a payload after the caller changed claims: adds `sub`, references, whatever real tokens derive and the caller did not set. A claim set to null is left out. */
  readonly derive: (claims: Claims, issuer: string) => Claims;
  /** What `aud` looks like when a step asks for these audiences. None asked for: the provider's default audience. */
  readonly audience: (asked: readonly string[], claims: Claims) => string | readonly string[];
}
