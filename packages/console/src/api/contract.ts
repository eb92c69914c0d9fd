// Written from openapi.json: `npm run docs`. Do not edit; a test compares.
/* oxlint-disable */
export interface Operations {
  /** Remove a trusted publisher; ends the tokens it minted */
  'DELETE /-/package/{package}/trust/{id}': {
    params: { readonly package: string; readonly id: string };
    query: {};
    body: unknown;
    answer: undefined;
  };
  /** Remove a passkey */
  'DELETE /-/sallyport/v1/account/passkeys/{id}': {
    params: { readonly id: string };
    query: {};
    body: unknown;
    answer: undefined;
  };
  /** End a session */
  'DELETE /-/sallyport/v1/account/sessions/{id}': {
    params: { readonly id: string };
    query: {};
    body: unknown;
    answer: undefined;
  };
  /** Remove the authenticator app */
  'DELETE /-/sallyport/v1/account/totp': {
    params: {};
    query: {};
    body: unknown;
    answer: undefined;
  };
  /** End the publish token that is sent as bearer */
  'DELETE /-/sallyport/v1/publish-token': {
    params: {};
    query: {};
    body: unknown;
    answer: undefined;
  };
  /** Sign out */
  'DELETE /-/sallyport/v1/session': {
    params: {};
    query: {};
    body: unknown;
    answer: undefined;
  };
  /** Trusted publishers of a package */
  'GET /-/package/{package}/trust': {
    params: { readonly package: string };
    query: {};
    body: unknown;
    answer: readonly {
      readonly id: string;
      readonly type: string;
      readonly issuer?: string;
      readonly claims: { readonly [name: string]: unknown };
      readonly permissions: readonly ('createPackage' | 'createStagedPackage')[];
      readonly note?: string /** The longest life of its publish tokens, in seconds; never longer than the gate gives */;
      readonly tokenLifetime?: number;
      readonly paused?: true;
    }[];
  };
  /** Sessions and second factors of whoever is signed in */
  'GET /-/sallyport/v1/account': {
    params: {};
    query: {};
    body: unknown;
    answer: {
      readonly account: {
        /** As the upstream names the person; `administrator` for the one of the one-time link */ readonly name: string;
        readonly kind: 'person' | 'administrator';
      };
      readonly sessions: readonly {
        readonly id: string;
        readonly current: boolean;
        readonly method: 'password' | 'token' | 'link' | 'passkey';
        readonly createdAt: string;
        readonly lastSeenAt: string;
        readonly expiresAt: string;
        readonly address: string;
        readonly userAgent?: string;
      }[];
      readonly passkeys: readonly {
        readonly id: string;
        readonly name: string;
        readonly createdAt: string;
        readonly lastUsedAt?: string;
      }[];
      readonly totp: boolean /** How many are left */;
      readonly recoveryCodes: number;
    };
  };
  /** Audit entries, newest first */
  'GET /-/sallyport/v1/audit': {
    params: {};
    query: {
      readonly package?: string;
      readonly kind?: string;
      readonly outcome?: string;
      readonly publisher?: string;
      readonly before?: string;
      readonly limit?: string;
    };
    body: unknown;
    answer: readonly {
      readonly id: number;
      readonly at: string;
      readonly kind: string;
      readonly outcome: string;
      readonly package?: string;
      readonly version?: string;
      readonly integrity?: string;
      readonly tag?: string;
      readonly publisher?: string;
      readonly change?: unknown;
      readonly actor: { readonly [name: string]: unknown };
      readonly decision?: {
        readonly outcome: 'accepted' | 'refused' /** A code of docs/errors.md */;
        readonly reason: string;
        readonly message: string;
        readonly publisher?: string;
        readonly identity?: {
          readonly provider: string;
          readonly issuer: string;
          readonly claims: { readonly [name: string]: unknown };
        };
        readonly candidates: readonly {
          readonly publisher?: string;
          readonly rules: readonly {
            readonly claim: string /** Missing where the reader may not know it */;
            readonly expected?: unknown /** Missing where the token lacks the claim */;
            readonly got?: unknown;
            readonly holds: boolean;
          }[];
        }[];
      };
      readonly requestId: string;
    }[];
  };
  /** Audit entries as CSV or JSON lines, oldest first */
  'GET /-/sallyport/v1/audit/export': {
    params: {};
    query: {
      readonly format: 'csv' | 'jsonl';
      readonly package?: string;
      readonly kind?: string;
      readonly outcome?: string;
      readonly publisher?: string;
    };
    body: unknown;
    answer: unknown;
  };
  /** One audit entry */
  'GET /-/sallyport/v1/audit/{id}': {
    params: { readonly id: string };
    query: {};
    body: unknown;
    answer: {
      readonly id: number;
      readonly at: string;
      readonly kind: string;
      readonly outcome: string;
      readonly package?: string;
      readonly version?: string;
      readonly integrity?: string;
      readonly tag?: string;
      readonly publisher?: string;
      readonly change?: unknown;
      readonly actor: { readonly [name: string]: unknown };
      readonly decision?: {
        readonly outcome: 'accepted' | 'refused' /** A code of docs/errors.md */;
        readonly reason: string;
        readonly message: string;
        readonly publisher?: string;
        readonly identity?: {
          readonly provider: string;
          readonly issuer: string;
          readonly claims: { readonly [name: string]: unknown };
        };
        readonly candidates: readonly {
          readonly publisher?: string;
          readonly rules: readonly {
            readonly claim: string /** Missing where the reader may not know it */;
            readonly expected?: unknown /** Missing where the token lacks the claim */;
            readonly got?: unknown;
            readonly holds: boolean;
          }[];
        }[];
      };
      readonly requestId: string;
    };
  };
  /** doneUrl: 202 while nobody has confirmed (retry-after), then 200 with the npm-otp. Needs no authorization: pnpm sends none */
  'GET /-/sallyport/v1/confirmations/done/{secret}': {
    params: { readonly secret: string };
    query: {};
    body: unknown;
    answer: { readonly token: string } | {};
  };
  /** What is about to change; for the asking account only */
  'GET /-/sallyport/v1/confirmations/{id}': {
    params: { readonly id: string };
    query: {};
    body: unknown;
    answer: {
      readonly id: string;
      readonly account: {
        /** As the upstream names the person; `administrator` for the one of the one-time link */ readonly name: string;
        readonly kind: 'person' | 'administrator';
      };
      readonly state: 'waiting' | 'approved' | 'refused' | 'used' | 'expired';
      readonly action: 'list' | 'add' | 'edit' | 'remove' | 'policy' | 'switch' | 'passkey' | 'totp' | 'recovery-codes';
      readonly sentence: string;
      readonly package?: string;
      readonly publisher?: unknown;
      readonly before?: unknown;
      readonly after?: unknown;
      readonly method: string;
      readonly path: string;
      readonly address: string;
      readonly userAgent?: string;
      readonly createdAt: string;
      readonly expiresAt: string;
    };
  };
  /** New audit entries as server-sent events (event: entry, data: an audit entry) */
  'GET /-/sallyport/v1/events': {
    params: {};
    query: {};
    body: unknown;
    answer: unknown;
  };
  /** Whether the gate lives, or can serve */
  'GET /-/sallyport/v1/health/live': {
    params: {};
    query: {};
    body: unknown;
    answer: {
      readonly status: 'ok' | 'failed';
      readonly checks: readonly {
        readonly name: string;
        readonly status: 'ok' | 'warning' | 'failed';
        readonly detail?: string;
      }[];
    };
  };
  /** Whether the gate lives, or can serve */
  'GET /-/sallyport/v1/health/ready': {
    params: {};
    query: {};
    body: unknown;
    answer: {
      readonly status: 'ok' | 'failed';
      readonly checks: readonly {
        readonly name: string;
        readonly status: 'ok' | 'warning' | 'failed';
        readonly detail?: string;
      }[];
    };
  };
  /** Issuers and what is known of their keys */
  'GET /-/sallyport/v1/issuers': {
    params: {};
    query: {};
    body: unknown;
    answer: readonly {
      readonly provider: string;
      readonly title: string;
      readonly issuer?: string /** For organisations: with {segment} for the hole */;
      readonly template?: string;
      readonly configured: boolean;
      readonly default: boolean;
      readonly private: boolean;
      readonly insecure: boolean;
      readonly disabled: boolean;
      readonly keys?: number;
      readonly refreshedAt?: string;
      readonly failedAt?: string;
      readonly problem?: string /** The issuer's clock minus ours */;
      readonly clockDifferenceSeconds?: number;
    }[];
  };
  /** What needs attention */
  'GET /-/sallyport/v1/overview': {
    params: {};
    query: {};
    body: unknown;
    answer: {
      readonly decisions: readonly {
        readonly id: number;
        readonly at: string;
        readonly kind: string;
        readonly outcome: string;
        readonly package?: string;
        readonly version?: string;
        readonly integrity?: string;
        readonly tag?: string;
        readonly publisher?: string;
        readonly change?: unknown;
        readonly actor: { readonly [name: string]: unknown };
        readonly decision?: {
          readonly outcome: 'accepted' | 'refused' /** A code of docs/errors.md */;
          readonly reason: string;
          readonly message: string;
          readonly publisher?: string;
          readonly identity?: {
            readonly provider: string;
            readonly issuer: string;
            readonly claims: { readonly [name: string]: unknown };
          };
          readonly candidates: readonly {
            readonly publisher?: string;
            readonly rules: readonly {
              readonly claim: string /** Missing where the reader may not know it */;
              readonly expected?: unknown /** Missing where the token lacks the claim */;
              readonly got?: unknown;
              readonly holds: boolean;
            }[];
          }[];
        };
        readonly requestId: string;
      }[] /** How many packages the reader sees */;
      readonly packages: number;
      readonly withoutPublisher: readonly string[];
      readonly weak: readonly { readonly package: string; readonly publisher: string; readonly raise: string }[];
      readonly staticPublishes: {
        readonly days: number;
        readonly packages: readonly { readonly package: string; readonly count: number; readonly lastAt: string }[];
      };
      readonly checks: readonly {
        readonly name: string;
        readonly status: 'ok' | 'warning' | 'failed';
        readonly detail?: string;
      }[];
    };
  };
  /** Packages in order of name */
  'GET /-/sallyport/v1/packages': {
    params: {};
    query: { readonly search?: string; readonly after?: string; readonly limit?: string };
    body: unknown;
    answer: {
      readonly packages: readonly {
        readonly name: string /** Trusted publishers that cover it, patterns included */;
        readonly publishers: number /** How many of those are weak */;
        readonly weak: number;
        readonly lastPublish?: { readonly version?: string; readonly at: string };
        readonly trustedPublishingOnly: boolean;
      }[];
      readonly next?: string;
    };
  };
  /** Publishers, releases and policy of a package or pattern */
  'GET /-/sallyport/v1/packages/{package}': {
    params: { readonly package: string };
    query: {};
    body: unknown;
    answer: {
      readonly name: string /** Whether the name is a pattern of names */;
      readonly pattern: boolean /** Missing where the upstream did not say */;
      readonly exists?: boolean;
      readonly publishers: readonly {
        /** The package or pattern it is configured for */ readonly on: string;
        readonly publisher: {
          readonly id: string;
          readonly type: string;
          readonly issuer?: string;
          readonly claims: { readonly [name: string]: unknown };
          readonly permissions: readonly ('createPackage' | 'createStagedPackage')[];
          readonly note?: string /** The longest life of its publish tokens, in seconds; never longer than the gate gives */;
          readonly tokenLifetime?: number;
          readonly paused?: true;
        } /** What it accepts, in one sentence */;
        readonly accepts: string;
        readonly strength: {
          readonly level:
            | 'strong'
            | 'fair'
            | 'weak' /** What would raise it, most effective first; empty when strong */;
          readonly raise: readonly { readonly claim?: string; readonly text: string }[];
        };
        readonly snippet?: { readonly file: string; readonly text: string };
        readonly pins?: { readonly [name: string]: string };
        readonly createdAt: string;
        readonly updatedAt: string;
        readonly revision: number;
        readonly firstUse?: {
          readonly id: number;
          readonly at: string;
          readonly kind: string;
          readonly outcome: string;
          readonly package?: string;
          readonly version?: string;
          readonly integrity?: string;
          readonly tag?: string;
          readonly publisher?: string;
          readonly change?: unknown;
          readonly actor: { readonly [name: string]: unknown };
          readonly decision?: {
            readonly outcome: 'accepted' | 'refused' /** A code of docs/errors.md */;
            readonly reason: string;
            readonly message: string;
            readonly publisher?: string;
            readonly identity?: {
              readonly provider: string;
              readonly issuer: string;
              readonly claims: { readonly [name: string]: unknown };
            };
            readonly candidates: readonly {
              readonly publisher?: string;
              readonly rules: readonly {
                readonly claim: string /** Missing where the reader may not know it */;
                readonly expected?: unknown /** Missing where the token lacks the claim */;
                readonly got?: unknown;
                readonly holds: boolean;
              }[];
            }[];
          };
          readonly requestId: string;
        };
        readonly lastUse?: {
          readonly id: number;
          readonly at: string;
          readonly kind: string;
          readonly outcome: string;
          readonly package?: string;
          readonly version?: string;
          readonly integrity?: string;
          readonly tag?: string;
          readonly publisher?: string;
          readonly change?: unknown;
          readonly actor: { readonly [name: string]: unknown };
          readonly decision?: {
            readonly outcome: 'accepted' | 'refused' /** A code of docs/errors.md */;
            readonly reason: string;
            readonly message: string;
            readonly publisher?: string;
            readonly identity?: {
              readonly provider: string;
              readonly issuer: string;
              readonly claims: { readonly [name: string]: unknown };
            };
            readonly candidates: readonly {
              readonly publisher?: string;
              readonly rules: readonly {
                readonly claim: string /** Missing where the reader may not know it */;
                readonly expected?: unknown /** Missing where the token lacks the claim */;
                readonly got?: unknown;
                readonly holds: boolean;
              }[];
            }[];
          };
          readonly requestId: string;
        };
      }[];
      readonly trustedPublishingOnly: boolean;
      readonly staticPublishes: {
        readonly days: number;
        readonly count: number;
        readonly lastAt?: string;
      } /** Publishes through the gate, newest first, at most 50 */;
      readonly releases: readonly {
        readonly id: number;
        readonly at: string;
        readonly kind: string;
        readonly outcome: string;
        readonly package?: string;
        readonly version?: string;
        readonly integrity?: string;
        readonly tag?: string;
        readonly publisher?: string;
        readonly change?: unknown;
        readonly actor: { readonly [name: string]: unknown };
        readonly decision?: {
          readonly outcome: 'accepted' | 'refused' /** A code of docs/errors.md */;
          readonly reason: string;
          readonly message: string;
          readonly publisher?: string;
          readonly identity?: {
            readonly provider: string;
            readonly issuer: string;
            readonly claims: { readonly [name: string]: unknown };
          };
          readonly candidates: readonly {
            readonly publisher?: string;
            readonly rules: readonly {
              readonly claim: string /** Missing where the reader may not know it */;
              readonly expected?: unknown /** Missing where the token lacks the claim */;
              readonly got?: unknown;
              readonly holds: boolean;
            }[];
          }[];
        };
        readonly requestId: string;
      }[];
      readonly covers?: { readonly packages: readonly string[]; readonly more: boolean };
    };
  };
  /** The providers, and what may be configured of each */
  'GET /-/sallyport/v1/providers': {
    params: {};
    query: { readonly package?: string };
    body: unknown;
    answer: readonly {
      readonly type: string;
      readonly title: string;
      readonly issuer: {
        /** Public issuers */ readonly exact: readonly string[] /** Public issuers with one hole, between `before` and `after` */;
        readonly template?: {
          readonly before: string;
          readonly after: string;
          readonly segment: 'slug' | 'uuid' /** The claim that equals the segment */;
          readonly equalsClaim?: string;
          readonly example: string;
          readonly label?: string;
          readonly help?: string;
        } /** What to try when none answers */;
        readonly unanswered?: string;
      };
      readonly audience: string;
      readonly obtain: string;
      readonly required: readonly string[];
      readonly pins: readonly string[];
      readonly fields: readonly {
        readonly claim: string;
        readonly flag: string;
        readonly label: string;
        readonly help: string;
        readonly example: string;
        readonly required: boolean;
        readonly identifies: boolean;
        readonly forms: readonly ('exact' | 'file' | 'pattern' | 'all')[];
        readonly pattern: string;
        readonly maxLength: number;
        readonly shape: string;
        readonly flagAliases?: readonly string[];
        readonly phrase?: { readonly preposition: string; readonly noun: string };
        readonly raises?: { readonly weight: number /** Who could publish without it */; readonly why: string };
      }[];
      readonly snippet: { readonly file: string; readonly text: string };
    }[];
  };
  /** Who is signed in */
  'GET /-/sallyport/v1/session': {
    params: {};
    query: {};
    body: unknown;
    answer: {
      readonly account: {
        /** As the upstream names the person; `administrator` for the one of the one-time link */ readonly name: string;
        readonly kind: 'person' | 'administrator';
      };
      readonly method: 'password' | 'token' | 'link' | 'passkey';
      readonly expiresAt: string;
      readonly secondFactor: {
        /** Kinds that this account has */ readonly enrolled: readonly (
          | 'passkey'
          | 'totp'
        )[] /** Whether one was given in this session */;
        readonly given: boolean /** `secondFactor` in the configuration */;
        readonly needed: 'required' | 'when-enrolled' | 'off';
      } /** A session begun with an npm token never enrols a factor */;
      readonly mayEnrol: boolean /** Whether this address can have passkeys: an IP address cannot */;
      readonly passkeysWork: boolean;
    };
  };
  /** Providers and issuers, and which are switched off: administrators */
  'GET /-/sallyport/v1/switches': {
    params: {};
    query: {};
    body: unknown;
    answer: readonly {
      /** The type of a provider, or an exact issuer */ readonly name: string;
      readonly kind: 'provider' | 'issuer' /** What people call the provider */;
      readonly title?: string /** Only while it is switched off */;
      readonly disabled?: {
        /** `configuration`, or who switched it off while gates ran */ readonly by: string /** Whether the configuration switches it off as well */;
        readonly configured: boolean;
        readonly at?: string;
        readonly note?: string;
      };
    }[];
  };
  /** Version, configuration in force, readiness: administrators */
  'GET /-/sallyport/v1/system': {
    params: {};
    query: {};
    body: unknown;
    answer: {
      readonly version: string;
      readonly node: string;
      readonly url: string;
      readonly audience: string;
      readonly store: string;
      readonly migrations: readonly string[];
      readonly upstream: {
        readonly kind: string;
        readonly name: string /** What `kind: auto` found out; missing until the registry has answered */;
        readonly found?: string;
      };
      readonly startedAt: string /** In force, every secret as where it comes from */;
      readonly configuration: unknown;
      readonly checks: readonly {
        readonly name: string;
        readonly status: 'ok' | 'warning' | 'failed';
        readonly detail?: string;
      }[];
    };
  };
  /** Edit a trusted publisher; clears its pins */
  'PATCH /-/package/{package}/trust/{id}': {
    params: { readonly package: string; readonly id: string };
    query: {};
    body: unknown;
    answer: {
      readonly id: string;
      readonly type: string;
      readonly issuer?: string;
      readonly claims: { readonly [name: string]: unknown };
      readonly permissions: readonly ('createPackage' | 'createStagedPackage')[];
      readonly note?: string /** The longest life of its publish tokens, in seconds; never longer than the gate gives */;
      readonly tokenLifetime?: number;
      readonly paused?: true;
    };
  };
  /** Exchange an id_token for a publish token of this package */
  'POST /-/npm/v1/oidc/token/exchange/package/{package}': {
    params: { readonly package: string };
    query: {};
    body: unknown;
    answer: {
      readonly token_type: 'oidc';
      readonly token: string;
      readonly created: string;
      readonly expires: string /** What is published with this token is not published but waits at the upstream registry for approval. */;
      readonly publishAs?: 'stage';
    };
  };
  /** Add trusted publishers */
  'POST /-/package/{package}/trust': {
    params: { readonly package: string };
    query: {};
    body: unknown;
    answer: readonly {
      readonly id: string;
      readonly type: string;
      readonly issuer?: string;
      readonly claims: { readonly [name: string]: unknown };
      readonly permissions: readonly ('createPackage' | 'createStagedPackage')[];
      readonly note?: string /** The longest life of its publish tokens, in seconds; never longer than the gate gives */;
      readonly tokenLifetime?: number;
      readonly paused?: true;
    }[];
  };
  /** Enrol a passkey */
  'POST /-/sallyport/v1/account/passkeys': {
    params: {};
    query: {};
    body: {
      readonly name: string;
      readonly response: { readonly id: string; readonly rawId: string; readonly response: {}; readonly type: string };
    };
    answer: undefined;
  };
  /** Options to enrol a passkey */
  'POST /-/sallyport/v1/account/passkeys/options': {
    params: {};
    query: {};
    body: unknown;
    answer: { readonly challenge: string };
  };
  /** New recovery codes; the old ones end */
  'POST /-/sallyport/v1/account/recovery-codes': {
    params: {};
    query: {};
    body: unknown;
    answer: { readonly codes: readonly string[] };
  };
  /** Begin to enrol an authenticator app */
  'POST /-/sallyport/v1/account/totp': {
    params: {};
    query: {};
    body: unknown;
    answer: {
      /** base32 */ readonly secret: string /** otpauth:// */;
      readonly uri: string /** The URI as a QR code: SVG */;
      readonly qr: string;
    };
  };
  /** Prove that the app has the secret */
  'POST /-/sallyport/v1/account/totp/confirm': {
    params: {};
    query: {};
    body: { readonly code: string };
    answer: undefined;
  };
  /** What would this id_token be allowed to do; nothing is minted */
  'POST /-/sallyport/v1/check': {
    params: {};
    query: {};
    body: {
      readonly package: string /** An id_token: anybody may ask what an exchange would say */;
      readonly token?: string /** Claims without a signature: whoever may configure the package */;
      readonly claims?: { readonly [name: string]: unknown };
    };
    answer: {
      readonly outcome: 'accepted' | 'refused' /** A code of docs/errors.md */;
      readonly reason: string;
      readonly message: string;
      readonly publisher?: string;
      readonly identity?: {
        readonly provider: string;
        readonly issuer: string;
        readonly claims: { readonly [name: string]: unknown };
      };
      readonly candidates: readonly {
        readonly publisher?: string;
        readonly rules: readonly {
          readonly claim: string /** Missing where the reader may not know it */;
          readonly expected?: unknown /** Missing where the token lacks the claim */;
          readonly got?: unknown;
          readonly holds: boolean;
        }[];
      }[];
    };
  };
  /** Confirm with a second factor */
  'POST /-/sallyport/v1/confirmations/{id}/approve': {
    params: { readonly id: string };
    query: {};
    body: {
      readonly passkey?: { readonly id: string; readonly rawId: string; readonly response: {}; readonly type: string };
      readonly totp?: string;
      readonly recoveryCode?: string;
    };
    answer: undefined;
  };
  /** Passkey options to confirm with */
  'POST /-/sallyport/v1/confirmations/{id}/options': {
    params: { readonly id: string };
    query: {};
    body: unknown;
    answer: { readonly challenge: string };
  };
  /** Refuse */
  'POST /-/sallyport/v1/confirmations/{id}/refuse': {
    params: { readonly id: string };
    query: {};
    body: unknown;
    answer: undefined;
  };
  /** Whether an issuer answers now; only one that the gate accepts is asked */
  'POST /-/sallyport/v1/issuers/probe': {
    params: {};
    query: {};
    body: { readonly type: string; readonly issuer: string };
    answer: {
      readonly answers: boolean;
      readonly keys?: number /** What is wrong and what to do */;
      readonly problem?: string /** The issuer's clock minus ours, from its Date header */;
      readonly clockDifferenceSeconds?: number;
    };
  };
  /** What this publisher would accept, its mistakes and strength */
  'POST /-/sallyport/v1/preview': {
    params: {};
    query: {};
    body: {
      /** A name, or a pattern: @scope/* or @scope/prefix-* */ readonly package: string /** As POST .../trust takes it, unfinished allowed */;
      readonly publisher: { readonly [name: string]: unknown } /** The id of the publisher that is edited */;
      readonly replaces?: string /** The claims that the form was filled from: what then stands in the wrong field is named */;
      readonly pasted?: { readonly [name: string]: unknown };
    };
    answer: {
      readonly mistakes: readonly {
        /** `package`, `issuer`, `claims.x` */ readonly field?: string;
        readonly message: string;
      }[];
      readonly publisher?: {
        readonly type: string;
        readonly issuer?: string;
        readonly claims: { readonly [name: string]: unknown };
        readonly permissions: readonly ('createPackage' | 'createStagedPackage')[];
        readonly note?: string /** The longest life of its publish tokens, in seconds; never longer than the gate gives */;
        readonly tokenLifetime?: number;
        readonly paused?: true;
      } /** What it will accept, in one sentence; only without mistakes */;
      readonly accepts?: string;
      readonly strength?: {
        readonly level: 'strong' | 'fair' | 'weak' /** What would raise it, most effective first; empty when strong */;
        readonly raise: readonly { readonly claim?: string; readonly text: string }[];
      };
      readonly audience: string;
      readonly snippet?: { readonly file: string; readonly text: string };
      readonly sample?: { readonly [name: string]: unknown };
      readonly covers?: {
        readonly packages: readonly string[];
        readonly more: boolean;
      } /** Whether the package exists; missing where nobody knows */;
      readonly exists?: boolean;
    };
  };
  /** Which provider these claims are of, and the form fields they fill */
  'POST /-/sallyport/v1/recognise': {
    params: {};
    query: {};
    body: {
      readonly claims: { readonly [name: string]: unknown } /** The provider that the form shows */;
      readonly type?: string;
    };
    answer: {
      /** The provider whose token this is */ readonly type?: string;
      readonly title?: string /** Its iss, where the gate accepts it */;
      readonly issuer?: string;
      readonly issuerProblem?: string /** The configurable claims that are there, in the order of the form */;
      readonly fields: readonly {
        readonly claim: string /** As a person types it; of a list one value a line; as it was where malformed */;
        readonly value: string /** As a publisher demands it; missing where malformed */;
        readonly demand?: unknown;
        readonly mistake?: string;
      }[];
    };
  };
  /** Sign in */
  'POST /-/sallyport/v1/session': {
    params: {};
    query: {};
    body: {
      readonly name?: string;
      readonly password?: string /** An npm token of the upstream's, or an administrator's */;
      readonly token?: string /** The secret of the one-time link that the gate printed */;
      readonly link?: string;
      readonly passkey?: { readonly id: string; readonly rawId: string; readonly response: {}; readonly type: string };
    };
    answer: {
      readonly account: {
        /** As the upstream names the person; `administrator` for the one of the one-time link */ readonly name: string;
        readonly kind: 'person' | 'administrator';
      };
      readonly method: 'password' | 'token' | 'link' | 'passkey';
      readonly expiresAt: string;
      readonly secondFactor: {
        /** Kinds that this account has */ readonly enrolled: readonly (
          | 'passkey'
          | 'totp'
        )[] /** Whether one was given in this session */;
        readonly given: boolean /** `secondFactor` in the configuration */;
        readonly needed: 'required' | 'when-enrolled' | 'off';
      } /** A session begun with an npm token never enrols a factor */;
      readonly mayEnrol: boolean /** Whether this address can have passkeys: an IP address cannot */;
      readonly passkeysWork: boolean;
    };
  };
  /** Options to sign in with a passkey (administrators) */
  'POST /-/sallyport/v1/session/passkey-options': {
    params: {};
    query: {};
    body: unknown;
    answer: { readonly challenge: string };
  };
  /** Give a second factor for this session */
  'POST /-/sallyport/v1/session/second-factor': {
    params: {};
    query: {};
    body: {
      readonly passkey?: { readonly id: string; readonly rawId: string; readonly response: {}; readonly type: string };
      readonly totp?: string;
      readonly recoveryCode?: string;
    };
    answer: {
      readonly account: {
        /** As the upstream names the person; `administrator` for the one of the one-time link */ readonly name: string;
        readonly kind: 'person' | 'administrator';
      };
      readonly method: 'password' | 'token' | 'link' | 'passkey';
      readonly expiresAt: string;
      readonly secondFactor: {
        /** Kinds that this account has */ readonly enrolled: readonly (
          | 'passkey'
          | 'totp'
        )[] /** Whether one was given in this session */;
        readonly given: boolean /** `secondFactor` in the configuration */;
        readonly needed: 'required' | 'when-enrolled' | 'off';
      } /** A session begun with an npm token never enrols a factor */;
      readonly mayEnrol: boolean /** Whether this address can have passkeys: an IP address cannot */;
      readonly passkeysWork: boolean;
    };
  };
  /** Passkey options for the second factor of this account */
  'POST /-/sallyport/v1/session/second-factor/options': {
    params: {};
    query: {};
    body: unknown;
    answer: { readonly challenge: string };
  };
  /** Whether other credentials than publish tokens may publish it */
  'PUT /-/sallyport/v1/packages/{package}/policy': {
    params: { readonly package: string };
    query: {};
    body: { readonly trustedPublishingOnly: boolean };
    answer: { readonly trustedPublishingOnly: boolean };
  };
  /** Switch a provider or issuer off or on, at every gate of this store at once: administrators */
  'PUT /-/sallyport/v1/switches': {
    params: {};
    query: {};
    body: {
      /** The type of a provider, or an exact issuer */ readonly name: string;
      readonly disabled: boolean /** Why, for people: shown while it is off */;
      readonly note?: string;
    };
    answer: {
      /** The type of a provider, or an exact issuer */ readonly name: string;
      readonly kind: 'provider' | 'issuer' /** What people call the provider */;
      readonly title?: string /** Only while it is switched off */;
      readonly disabled?: {
        /** `configuration`, or who switched it off while gates ran */ readonly by: string /** Whether the configuration switches it off as well */;
        readonly configured: boolean;
        readonly at?: string;
        readonly note?: string;
      };
    };
  };
}
