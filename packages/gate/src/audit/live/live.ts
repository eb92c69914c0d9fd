import type { Readable } from 'node:stream';
import type { Store } from '../../store/index.ts';
import { Listener, type Listening } from './listener.ts';
import { Tail } from './tail.ts';

/** How often the audit is looked at while somebody listens. Milliseconds. */
const LOOK_EVERY_MS = 1_000;
/** Looks between two questions whether a listener still may, and between two signs of life. */
const ASK_EVERY = 5;
const BEAT_EVERY = 15;
/** Streams open at once: of one principal, and in all. */
const MOST_OF_ONE = 10;
const MOST = 500;
/** Entries that are sent again to whoever comes back. */
const MOST_RESUMED = 500;

export interface LiveParts {
  readonly store: Pick<Store, 'audit'>;
  readonly log: { warn(facts: object, message: string): void };
  readonly lookEveryMs?: number;
}

/** New audit entries for whoever listens: one look at the store for all of them, and none while nobody does. */
export interface LiveAudit {
  /** The stream of events; it ends with the session, and when the gate stops. */
  listen(listening: Listening): Promise<Readable | 'too-many'>;
  /** Streams open now. */
  open(): number;
  /** Ends every stream, and takes no new ones. */
  close(): void;
}

export function createLiveAudit({ store, log, lookEveryMs = LOOK_EVERY_MS }: LiveParts): LiveAudit {
  const listeners = new Set<Listener>();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let tail: Promise<Tail> | undefined;
  let looks = 0;
  let looking = false;

  return {
    async listen(listening) {
      const ofOne = [...listeners].filter(({ principal }) => principal === listening.principal).length;
      if (closed || listeners.size >= MOST || ofOne >= MOST_OF_ONE) return 'too-many';
      const listener = new Listener(listening);
      listeners.add(listener);
      listener.stream.once('close', () => remove(listener));
      try {
        timer ??= setInterval(() => void look(), lookEveryMs);
        await (tail ??= Tail.from(store.audit));
        const { after } = listening;
        if (after !== undefined) await listener.replay((reader) => missed(after, reader.within));
        return listener.stream;
      } catch (fault) {
        listener.stream.destroy();
        throw fault;
      }
    },
    open: () => listeners.size,
    close() {
      closed = true;
      for (const listener of listeners) listener.end();
      stop();
    },
  };

  function remove(listener: Listener): void {
    listeners.delete(listener);
    if (listeners.size === 0) stop();
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    tail = undefined;
  }

  async function look(): Promise<void> {
    looks += 1;
    for (const listener of listeners) {
      if (looks % ASK_EVERY === 0) listener.doubt();
      if (looks % BEAT_EVERY === 0) listener.beat();
    }
    if (looking || tail === undefined) return;
    looking = true;
    try {
      const fresh = await (await tail).read();
      for (const listener of listeners) {
        listener.offer(fresh);
        void listener.pump();
      }
    } catch (fault) {
      log.warn({ err: fault }, 'the audit could not be read for those who listen');
    } finally {
      looking = false;
    }
  }

  async function missed(after: number, within: Parameters<Store['audit']['list']>[0]['within']) {
    const newest = await store.audit.list({
      after,
      limit: MOST_RESUMED + 1,
      ...(within === undefined ? {} : { within }),
    });
    return { entries: newest.slice(0, MOST_RESUMED).toReversed(), more: newest.length > MOST_RESUMED };
  }
}
