export { labelsOf, type Provider, type ProviderField, providerOf, useProviders } from './providers.ts';
