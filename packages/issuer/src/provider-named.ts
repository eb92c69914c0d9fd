import { builtInProviders, type Provider } from '@sallyport/trust';

/** The provider itself, or the built-in one of that type. Throws a RangeError that names those there are. */
export function providerNamed(provider: Provider | string): Provider {
  if (typeof provider !== 'string') return provider;
  const found = builtInProviders.find(({ type }) => type === provider);
  if (found !== undefined) return found;
  const types = builtInProviders.map(({ type }) => type).join(', ');
  throw new RangeError(`no provider is called ${JSON.stringify(provider.slice(0, 64))}; there are ${types}`);
}
