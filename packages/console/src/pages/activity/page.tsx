import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf } from '../../api/index.ts';
import { ButtonLink, Page, Shown } from '../../elements/index.ts';
import { type Entry, FilterBar, type Filters, kindText, outcomeOf } from '../../entries/index.ts';
import { ActivityTable } from './activity-table.tsx';
import { joined, KINDS_SHOWN, PAGE_SIZE, queryOf, useLive } from './live.ts';
import { LiveBar } from './live-bar.tsx';
import { NothingHappened } from './nothing-happened.tsx';
import styles from './page.module.css';

/** `/activity?package=&kind=&outcome=&publisher=&before=`: every exchange and publish, as it happens. */
export function ActivityPage() {
  const { package: name, kind, outcome, publisher, before } = useSearch({ from: '/signed-in/activity' });
  const navigate = useNavigate();
  const filters: Filters = { package: name, kind, outcome, publisher };
  return (
    <Page title="Activity" lead="Every exchange of an id_token and every publish, newest first.">
      <FilterBar
        filters={filters}
        kinds={KINDS_SHOWN}
        onChange={(next) => void navigate({ to: '/activity', search: { ...next }, replace: true })}
      />
      {/* Another filter or page is another list, and another stream. */}
      <Listed key={JSON.stringify([filters, before])} filters={filters} before={before} />
    </Page>
  );
}

function Listed({ filters, before }: { readonly filters: Filters; readonly before: string | undefined }) {
  const [paused, pause] = useState(false);
  // The list stands still while it is read: what is new comes by the stream.
  const query = useQuery({
    ...answerOf('GET /-/sallyport/v1/audit', { query: queryOf(filters, before) }),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const older = before !== undefined;
  const live = useLive({
    filters,
    paused,
    older,
    newest:
      query.data === undefined ? undefined : Math.max(0, ...query.data.map(({ id }) => id), Number(before ?? 0) - 1),
  });
  const navigate = useNavigate();
  const show = () => {
    if (older) void navigate({ to: '/activity', search: { ...filters } });
    live.show();
    globalThis.scrollTo({ top: 0 });
  };
  const pauseOr = (now: boolean) => {
    pause(now);
    if (!now) show();
  };
  return (
    <>
      <LiveBar
        stream={live.stream}
        waiting={live.waiting.length}
        paused={paused}
        latest={inWords(live.arrived[0])}
        onPause={pauseOr}
        onShow={show}
      />
      <Shown query={query} what="the activity">
        {(entries) => (
          <>
            <Entries listed={entries} arrived={live.arrived} filters={filters} older={older} />
            <Pages entries={entries} filters={filters} older={older} />
          </>
        )}
      </Shown>
    </>
  );
}

const inWords = (entry: Entry | undefined): string | undefined =>
  entry === undefined ? undefined : `New: ${kindText(entry.kind)} of ${entry.package ?? ''}, ${outcomeOf(entry).word}`;

interface EntriesProps {
  readonly listed: readonly Entry[];
  readonly arrived: readonly Entry[];
  readonly filters: Filters;
  readonly older: boolean;
}

function Entries({ listed, arrived, filters, older }: EntriesProps) {
  const entries = joined(arrived, listed);
  return (
    <>
      <NothingHappened entries={entries} filters={filters} older={older} />
      {entries.length === 0 ? null : (
        <ActivityTable
          caption={`${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}, newest first`}
          entries={entries}
          arrived={new Set(arrived.map(({ id }) => id))}
        />
      )}
    </>
  );
}

const Pages = ({
  entries,
  filters,
  older,
}: Omit<EntriesProps, 'listed' | 'arrived'> & { readonly entries: readonly Entry[] }) => (
  <nav aria-label="More activity" className={styles['live']}>
    {older ? (
      <ButtonLink to="/activity" search={{ ...filters }}>
        Newest
      </ButtonLink>
    ) : null}
    {entries.length < PAGE_SIZE ? null : (
      <ButtonLink to="/activity" search={{ ...filters, before: String(entries.at(-1)?.id ?? '') }}>
        Older
      </ButtonLink>
    )}
  </nav>
);
