import { useNavigate, useSearch } from '@tanstack/react-router';
import { useAnswer } from '../../api/index.ts';
import { ButtonLink, Empty, Page, Shown } from '../../elements/index.ts';
import { type Entry, FilterBar, type Filters, isFiltered, KINDS } from '../../entries/index.ts';
import { useSession } from '../../session/session.ts';
import { AuditTable } from './audit-table.tsx';
import { Exports } from './exports.tsx';
import styles from './page.module.css';

const PAGE_SIZE = 50;
const ALL_KINDS = KINDS.map(({ kind }) => kind);

/** `/audit?package=&kind=&outcome=&publisher=&before=&open=`: everything that was done, by whom, and what it changed. */
export function AuditPage() {
  const { package: name, kind, outcome, publisher, before, open } = useSearch({ from: '/signed-in/audit' });
  const filters: Filters = { package: name, kind, outcome, publisher };
  const navigate = useNavigate();
  const { account } = useSession();
  const query = useAnswer('GET /-/sallyport/v1/audit', {
    query: { ...given(filters), limit: String(PAGE_SIZE), ...(before === undefined ? {} : { before }) },
  });
  return (
    <Page
      title="Audit"
      lead={
        account.kind === 'administrator'
          ? 'Everything that was done, by whom, and what it changed.'
          : 'Everything that was done about the packages that you configure.'
      }
      actions={<Exports filters={given(filters)} />}
    >
      <FilterBar
        filters={filters}
        kinds={ALL_KINDS}
        onChange={(next) => void navigate({ to: '/audit', search: { ...next }, replace: true })}
      />
      <Shown query={query} what="the audit">
        {(entries) => (
          <>
            <Listed
              entries={entries}
              open={open}
              filtered={isFiltered(filters)}
              older={before !== undefined}
              onOpen={(id) =>
                void navigate({
                  to: '/audit',
                  search: { ...filters, before, open: id },
                  replace: true,
                  resetScroll: false,
                })
              }
            />
            <nav aria-label="More of the audit" className={styles['row']}>
              {before === undefined ? null : (
                <ButtonLink to="/audit" search={{ ...filters }}>
                  Newest
                </ButtonLink>
              )}
              {entries.length < PAGE_SIZE ? null : (
                <ButtonLink to="/audit" search={{ ...filters, before: String(entries.at(-1)?.id ?? '') }}>
                  Older
                </ButtonLink>
              )}
            </nav>
          </>
        )}
      </Shown>
    </Page>
  );
}

interface ListedProps {
  readonly entries: readonly Entry[];
  readonly open: string | undefined;
  readonly filtered: boolean;
  readonly older: boolean;
  readonly onOpen: (id: string | undefined) => void;
}

function Listed({ entries, open, filtered, older, onOpen }: ListedProps) {
  if (entries.length > 0) return <AuditTable entries={entries} open={open} onOpen={onOpen} />;
  if (older) return <Empty title="Nothing older" />;
  return filtered ? (
    <Empty title="Nothing fits this filter">
      <p>The package is compared with its whole name, such as @acme/hello.</p>
      <ButtonLink to="/audit">Clear the filter</ButtonLink>
    </Empty>
  ) : (
    <Empty title="Nothing was done yet">
      <p>Exchanges, publishes, changes of trust and sign-ins stand here as soon as there are some.</p>
    </Empty>
  );
}

/** What of the filters is set. */
const given = (filters: Filters): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    ),
  );
