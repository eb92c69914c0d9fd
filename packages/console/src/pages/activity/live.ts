import { useState } from 'react';
import { call, type Stream, useEvents } from '../../api/index.ts';
import { type Entry, type Filters, isFiltered, matches } from '../../entries/index.ts';

/** What an activity is. */
export const KINDS_SHOWN = ['exchange', 'publish'] as const;

/** Entries of one page. */
export const PAGE_SIZE = 50;

/** So far down that a new row on top would move what is being read. CSS pixels. */
const SCROLLED = 160;

/** New ones kept on the page; the rest is a page further on. */
const MOST = 200;

export interface Live {
  /** New since the list was read, newest first, and shown. */
  readonly arrived: readonly Entry[];
  /** New, but held back, because a row on top would be in the way. */
  readonly waiting: readonly Entry[];
  readonly stream: Stream;
  readonly show: () => void;
}

export interface LiveOptions {
  readonly filters: Filters;
  readonly paused: boolean;
  /** An older page is being read. */
  readonly older: boolean;
  /** The newest entry that was read; undefined while nothing was. */
  readonly newest: number | undefined;
}

/** Activity as it happens. What arrives is held back while the reader paused, filtered, scrolled down or reads an older page. */
export function useLive({ filters, paused, older, newest }: LiveOptions): Live {
  const [arrived, setArrived] = useState<readonly Entry[]>([]);
  const [waiting, setWaiting] = useState<readonly Entry[]>([]);

  const take = (entries: readonly Entry[]): void => {
    const fresh = entries.filter((entry) => entry.id > (newest ?? 0) && matches(entry, filters, KINDS_SHOWN));
    const hold = paused || older || isFiltered(filters) || globalThis.scrollY > SCROLLED;
    if (fresh.length > 0) (hold ? setWaiting : setArrived)((before) => joined(fresh, before));
  };
  const stream = useEvents(
    {
      onEntry: (entry) => take([entry]),
      onMissed: () => void newestOf(filters).then(take, () => undefined),
    },
    newest !== undefined,
  );
  return {
    arrived,
    waiting: waiting.filter(({ id }) => !arrived.some((entry) => entry.id === id)),
    stream,
    show: () => {
      setArrived((before) => joined(waiting, before));
      setWaiting([]);
    },
  };
}

/** What the list is asked for, and asked again after a cut. */
export const queryOf = ({ package: name, kind, outcome, publisher }: Filters, before?: string) => ({
  kind: kind ?? KINDS_SHOWN.join(','),
  limit: String(PAGE_SIZE),
  ...(name === undefined ? {} : { package: name }),
  ...(outcome === undefined ? {} : { outcome }),
  ...(publisher === undefined ? {} : { publisher }),
  ...(before === undefined ? {} : { before }),
});

const newestOf = (filters: Filters) => call('GET /-/sallyport/v1/audit', { query: queryOf(filters) });

/** Each once, newest first. */
export function joined(some: readonly Entry[], others: readonly Entry[]): readonly Entry[] {
  const byId = new Map([...others, ...some].map((entry) => [entry.id, entry]));
  return [...byId.values()].sort((a, b) => b.id - a.id).slice(0, MOST + PAGE_SIZE);
}
