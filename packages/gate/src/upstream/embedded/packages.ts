import { readRecord } from './find.ts';
import type { VerdaccioStorage } from './verdaccio.ts';

/** Which packages the embedded registry has, and who stands among their maintainers: whoever published a package first. */
export interface EmbeddedPackages {
  /** Names that begin so, or lie within a pattern (`@acme/*`), in order. */
  list(prefix: string, limit: number): Promise<readonly string[]>;
  /** Names of accounts, compared exactly; none for a package that is absent or that a trusted publisher made. Throws when the record cannot be read. */
  maintainers(packageName: string): Promise<readonly string[]>;
  /** The packages among whose maintainers this account stands. */
  of(account: string): Promise<readonly string[]>;
  /** Something was published: its maintainers are read again. */
  changed(packageName: string): void;
}

export function embeddedPackages(storage: VerdaccioStorage): EmbeddedPackages {
  const known = new Map<string, readonly string[]>();
  const names = async (): Promise<readonly string[]> =>
    (await allNames(storage)).toSorted((one, other) => (one < other ? -1 : 1));
  const maintainers = async (packageName: string): Promise<readonly string[]> =>
    (await readRecord(storage, packageName))?.maintainers?.map(({ name }) => name) ?? [];
  return {
    maintainers,
    async list(prefix, limit) {
      const start = prefix.endsWith('*') ? prefix.slice(0, -1) : prefix;
      return (await names()).filter((name) => name.startsWith(start)).slice(0, limit);
    },
    async of(account) {
      const all = await names();
      // Each record is read once: only a publish, which says so, changes who maintains a package that is still in the list.
      for (const name of all) {
        if (!known.has(name)) known.set(name, await maintainers(name).catch(() => []));
      }
      return all.filter((name) => known.get(name)?.includes(account) === true);
    },
    changed: (packageName) => void known.delete(packageName),
  };
}

const allNames = (storage: VerdaccioStorage): Promise<readonly string[]> =>
  new Promise((resolve, reject) => {
    storage.localStorage.storagePlugin.get((error, names) => {
      if (error !== null && error !== undefined) reject(new Error('the list of packages cannot be read'));
      else resolve(names ?? []);
    });
  });
