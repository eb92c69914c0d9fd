/** A package and the names of what it needs, of this repository or not. */
export interface Needing {
  readonly name: string;
  readonly needs: readonly string[];
}

export interface Order<T> {
  /** Everything given: what is needed comes before what needs it, otherwise by name. */
  readonly order: readonly T[];
  /** Packages that need each other in a circle, which cannot all come first: each circle from its first to its last. */
  readonly circles: readonly (readonly string[])[];
}

/** In which order packages are published, so that at no time one is there whose dependencies are not. */
export function inOrder<T extends Needing>(packages: readonly T[]): Order<T> {
  const byName = new Map(packages.map((one) => [one.name, one]));
  const order: T[] = [];
  const circles: string[][] = [];
  const seen = new Set<string>();
  const visit = (one: T, path: readonly string[]): void => {
    const start = path.indexOf(one.name);
    if (start !== -1) circles.push(path.slice(start));
    if (seen.has(one.name)) return;
    seen.add(one.name);
    for (const name of [...one.needs].sort()) {
      const needed = byName.get(name);
      if (needed !== undefined && name !== one.name) visit(needed, [...path, one.name]);
    }
    order.push(one);
  };
  for (const one of [...packages].sort((a, b) => (a.name < b.name ? -1 : 1))) visit(one, []);
  return { order, circles };
}
