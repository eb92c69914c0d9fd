/** Runs work one after another for each package, side by side for different ones. */
export interface PackageLock {
  <T>(packageName: string, work: () => Promise<T>): Promise<T>;
}

/** One lock a package (P8), in this process: the embedded registry has no other writer. */
export function createPackageLock(): PackageLock {
  const last = new Map<string, Promise<unknown>>();
  return async (packageName, work) => {
    const mine = (last.get(packageName) ?? Promise.resolve()).then(work, work);
    last.set(packageName, mine);
    try {
      return await mine;
    } finally {
      if (last.get(packageName) === mine) last.delete(packageName);
    }
  };
}
