import { Link } from '@tanstack/react-router';
import { useOptionalAnswer } from '../../api/index.ts';
import { Section, Table, Time } from '../../elements/index.ts';
import { addressOf, type Entry, kindText, OutcomeBadge } from '../../entries/index.ts';

/** Enough to reach the exchange of a publish, and back. */
const LOOKED_AT = '100';

/** The other entries of the same run for the same package: the exchange that gave the token, and how its publish went on. */
export function OfItsGrant({ entry }: { readonly entry: Entry }) {
  const run = addressOf(entry, 'run');
  const query = useOptionalAnswer(
    'GET /-/sallyport/v1/audit',
    run === undefined || entry.package === undefined
      ? undefined
      : { query: { package: entry.package, kind: 'exchange,publish', limit: LOOKED_AT } },
  );
  const others = (query.data ?? []).filter((one) => one.id !== entry.id && sameRun(one, entry, run));
  return others.length === 0 ? null : (
    <Section title="The same run">
      <Table
        caption="Its other exchanges and publishes of this package, newest first"
        rows={others}
        keyOf={({ id }) => String(id)}
        columns={[
          {
            name: 'Time',
            head: true,
            cell: ({ id, at }) => (
              <Link to="/decisions/$id" params={{ id: String(id) }}>
                <Time at={at} />
              </Link>
            ),
          },
          { name: 'What', cell: ({ kind }) => kindText(kind) },
          { name: 'Version', cell: ({ version }) => (version === undefined ? '–' : <bdi>{version}</bdi>) },
          { name: 'Result', cell: (one) => <OutcomeBadge entry={one} /> },
        ]}
      />
    </Section>
  );
}

/** How the gate settled a publish names no run: the version is then the same. */
const sameRun = (one: Entry, entry: Entry, run: string | undefined): boolean =>
  addressOf(one, 'run') === run ||
  (typeof one.actor['settledBy'] === 'string' && one.version !== undefined && one.version === entry.version);
