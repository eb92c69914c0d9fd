import { type Provider, type Strength, strengthOf } from '@sallyport/trust';
import type { StoredPublisher } from '../store/index.ts';

/** How much a stored publisher demands. One whose provider is not known here accepts nothing, which is not weak. */
export const strengthIn = (publisher: StoredPublisher, providers: readonly Provider[]): Strength => {
  const provider = providers.find(({ type }) => type === publisher.type);
  return provider === undefined ? { level: 'strong', raise: [] } : strengthOf(publisher, provider);
};
