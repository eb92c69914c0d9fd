/** As far as others are concerned: published or not meant to be; not published; not tried because of another. */
type Became =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'blocked'; readonly by: string }
  | { readonly kind: string };

/** The package because of which something that needs these cannot be published: the first cause, not what was blocked by it. */
export function blockerAmong(needs: readonly string[], became: ReadonlyMap<string, Became>): string | undefined {
  for (const name of needs) {
    const outcome = became.get(name);
    if (outcome !== undefined && 'by' in outcome) return outcome.by;
    if (outcome?.kind === 'stopped') return name;
  }
  return undefined;
}
