/** The claims of a token, as its issuer wrote them (RFC 7519). Nothing here says that anybody verified them: see Identity. */
export type Claims = Readonly<Record<string, unknown>>;

/** What an owner may demand of one claim: the exact value, a file that a reference names, a pattern, or a list that must all be present. */
export type ClaimValue = string | { readonly file: string } | { readonly pattern: string } | readonly string[];

/** The four shapes of a ClaimValue, as a provider lists which of them a claim accepts. */
export type ClaimForm = 'exact' | 'file' | 'pattern' | 'all';
