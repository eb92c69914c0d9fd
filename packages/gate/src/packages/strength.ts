import { type IssuerDirectory, type Strength, strengthOf } from '@sallyport/trust';
import type { StoredPublisher } from '../store/index.ts';

/** How much a stored publisher demands. One whose provider is not known here accepts nothing, which is not weak. */
export const strengthIn = (publisher: StoredPublisher, issuers: IssuerDirectory): Strength => {
  const provider = issuers.provider(publisher.type);
  return provider === undefined ? { level: 'strong', raise: [] } : strengthOf(publisher, provider);
};
