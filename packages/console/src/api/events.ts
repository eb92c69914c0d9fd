import { useEffect, useEffectEvent, useState } from 'react';
import type { Answer } from './call.ts';

type Entry = Answer<'GET /-/sallyport/v1/audit/{id}'>;

/** How the stream of new entries is doing; `ended`: the session ended, or nobody vouches for the reader any more. */
export type Stream = 'off' | 'connecting' | 'open' | 'lost' | 'ended';

/** A browser comes back by itself after a cut; after a refusal (too many pages, a gate that is down) it does not. Milliseconds. */
const AGAIN_MS = 15_000;

export interface Listener {
  readonly onEntry: (entry: Entry) => void;
  /** Entries may have been missed: when the stream opens, and where the gate says that there were too many. */
  readonly onMissed: () => void;
}

/** New audit entries as they are written (server-sent events), while `on`. */
export function useEvents({ onEntry, onMissed }: Listener, on: boolean): Stream {
  const [stream, setStream] = useState<Stream>('connecting');
  const entry = useEffectEvent(onEntry);
  const missed = useEffectEvent(onMissed);
  useEffect(() => {
    if (!on) return undefined;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      setStream('connecting');
      source = new EventSource('/-/sallyport/v1/events');
      source.addEventListener('open', () => {
        setStream('open');
        missed();
      });
      source.addEventListener('entry', ({ data }) => {
        const read = readEntry(data);
        if (read !== undefined) entry(read);
      });
      source.addEventListener('gap', () => missed());
      source.addEventListener('end', () => {
        source?.close();
        setStream('ended');
      });
      source.addEventListener('error', () => {
        setStream('lost');
        if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS);
      });
    };
    open();
    return () => {
      clearTimeout(timer);
      source?.close();
    };
  }, [on]);
  return on ? stream : 'off';
}

function readEntry(data: unknown): Entry | undefined {
  try {
    return typeof data === 'string' ? (JSON.parse(data) as Entry) : undefined;
  } catch {
    return undefined;
  }
}
