export { coveredBy } from './covered.ts';
export type { Covered, PackageList, PackagePage, PackageSummary, PackagesParts } from './model.ts';
export { type By, createPackages, DAY_MS, type Packages, STATIC_DAYS } from './packages.ts';
export type { PublisherDetail } from './publisher-detail.ts';
export { strengthIn } from './strength.ts';
