import type { PackageStore, PeopleStore, PolicyStore } from './people-model.ts';

/** Stands in while the tables behind these are being built. */
export const unbuilt = {
  people: (): PeopleStore => {
    throw new Error('not built yet');
  },
  policies: (): PolicyStore => {
    throw new Error('not built yet');
  },
  packages: (): PackageStore => {
    throw new Error('not built yet');
  },
};
