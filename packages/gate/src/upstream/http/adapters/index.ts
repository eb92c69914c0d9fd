import type { UpstreamAdapter } from '../adapter.ts';
import { generic } from './generic.ts';
import { npmjs } from './npmjs.ts';
import { verdaccio } from './verdaccio.ts';

export { generic };

/** Every kind of registry, in the order in which one is recognised; generic recognises whatever is left. */
export const ADAPTERS: readonly UpstreamAdapter[] = [npmjs, verdaccio, generic];
