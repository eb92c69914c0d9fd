import { createRequire } from 'node:module';

/** The URL of npm's own registry. Asked of npm's own library, when it is needed: the address is npm's to change, and loading it takes 0.2 s. */
export function npmDefaultRegistry(): string {
  const npm: typeof import('npm-registry-fetch') = createRequire(import.meta.url)('npm-registry-fetch');
  return npm.pickRegistry('sallyport');
}
