import type { Provider } from '@sallyport/trust';
import type { StoredPublisher } from '../store/index.ts';

export interface Strength {
  readonly level: 'strong' | 'fair' | 'weak';
  readonly raise: readonly { readonly claim?: string; readonly text: string }[];
}

/** How much a stored publisher demands. One of a provider that is not known here accepts nothing, and so is not weak. */
export function strengthIn(_publisher: StoredPublisher, provider: Provider | undefined): Strength {
  return { level: provider === undefined ? 'strong' : 'fair', raise: [] };
}
