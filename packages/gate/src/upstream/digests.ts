/** What a packument says about a version's bytes. */
export interface Digests {
  /** Subresource integrity, as npm writes it: `sha512-<base64>`. */
  readonly integrity: string | undefined;
  /** Hexadecimal SHA-1, where there is no integrity: GitLab's registry says nothing else. */
  readonly shasum?: string | undefined;
}

/**
 * Whether a version's bytes are these: by integrity where both say it, else by SHA-1. Undefined: nobody can tell.
 * @param ours computed by the gate itself (P2).
 */
export function sameBytes(theirs: Partial<Digests>, ours: Partial<Digests>): boolean | undefined {
  if (theirs.integrity !== undefined && ours.integrity !== undefined) return theirs.integrity === ours.integrity;
  if (theirs.shasum !== undefined && ours.shasum !== undefined)
    return theirs.shasum.toLowerCase() === ours.shasum.toLowerCase();
  return undefined;
}
