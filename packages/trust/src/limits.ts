/** Numbers of the verification, with the reason each has. Times are seconds unless the name says milliseconds; sizes are bytes. */

/** Longest id_token read at all (V1). GitHub's largest measured tokens are about 2 KiB. */
export const MAX_ID_TOKEN_BYTES = 16 * 1024;
/** Deepest nesting of objects and arrays in a token, a discovery document or a key set (V1). Real ones need 4. */
export const MAX_JSON_DEPTH = 16;
/** The one tolerance for clock differences: exp, nbf, iat, and how long replay records outlive a token (V5, G4). Configurable; this is the default. */
export const DEFAULT_LEEWAY_SECONDS = 60;
/** Longest `exp - iat` accepted (V5). GitLab tokens live as long as their job may run. */
export const MAX_TOKEN_LIFETIME_SECONDS = 24 * 60 * 60;
/** Oldest `iat` accepted, whatever `exp` says (V5). Configurable; this is the default. */
export const DEFAULT_MAX_TOKEN_AGE_SECONDS = 60 * 60;
/** What a publisher may demand as the life of its publish tokens (G4): less than a minute no upload needs, more than a day no token has. */
export const MIN_PUBLISH_TOKEN_SECONDS = 60;
export const MAX_PUBLISH_TOKEN_SECONDS = 24 * 60 * 60;
/** Smallest RSA modulus of an issuer's key (V4). */
export const MIN_RSA_BITS = 2048;
/** Largest one: verifying takes longer with its square. */
export const MAX_RSA_BITS = 8192;

/** Discovery document and key set: time and size of one request (V3). */
export const ISSUER_TIMEOUT_MS = 3_000;
export const ISSUER_MAX_BYTES = 256 * 1024;
/** After a refresh of an issuer's keys, successful or not, none follows for so long (V3). */
export const KEY_COOL_DOWN_MS = 15_000;
/** Keys are refreshed in the background when older than this, and still serve while the issuer is down until KEY_STALE_MS. */
export const KEY_FRESH_MS = 10 * 60_000;
export const KEY_STALE_MS = 24 * 60 * 60_000;
/** Issuers that no publisher names and the configuration does not list: fetches a minute, and how many key sets are kept (V3). */
export const UNKNOWN_ISSUER_FETCHES_PER_MINUTE = 10;
export const UNKNOWN_ISSUER_CACHE = 100;
/** How long an unknown issuer that did not answer is remembered as such (V3). */
export const REFUSED_ISSUER_MS = 60_000;

/** Longest claim value shown in a sentence, in characters (E1). */
export const MAX_SENTENCE_VALUE = 64;
/** Longest claim value kept in the audit, in characters (A2). */
export const MAX_AUDIT_VALUE = 256;
