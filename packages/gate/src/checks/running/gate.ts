import type { Store } from '../../store/index.ts';
import type { Subject } from '../subject.ts';

/** A gate that runs, as its own health looks at it. */
export interface RunningGate extends Subject {
  readonly store: Pick<Store, 'kind' | 'ping' | 'migrations' | 'grants'>;
}
