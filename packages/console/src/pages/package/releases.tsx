import { Link } from '@tanstack/react-router';
import type { Answer } from '../../api/index.ts';
import { Empty, Outside, Table, Time } from '../../elements/index.ts';
import { OutcomeBadge } from '../../entries/index.ts';

type Release = Answer<'GET /-/sallyport/v1/packages/{package}'>['releases'][number];

/** What was published or staged through the gate, each with the run that did it. */
export const Releases = ({ releases }: { readonly releases: readonly Release[] }) =>
  releases.length === 0 ? (
    <Empty title="Nothing was published through this gate yet">
      <p>Versions that came another way are not listed.</p>
    </Empty>
  ) : (
    <Table
      caption="Versions published or staged through this gate, newest first"
      rows={releases}
      keyOf={({ id }) => String(id)}
      columns={[
        {
          name: 'Version',
          head: true,
          cell: (release) => (
            <>
              <Link to="/decisions/$id" params={{ id: String(release.id) }}>
                <bdi>{release.version ?? 'unnamed'}</bdi>
              </Link>
              {release.tag === undefined ? null : (
                <>
                  {' '}
                  <Outside text={release.tag} />
                </>
              )}
              {release.outcome === 'staged' ? (
                <>
                  {' '}
                  <OutcomeBadge entry={release} />
                </>
              ) : null}
            </>
          ),
        },
        { name: 'When', cell: ({ at }) => <Time at={at} /> },
        { name: 'By', cell: (release) => <By {...release} /> },
      ]}
    />
  );

/** The run, where a trusted publisher did it; else whom the upstream knows. Only https addresses become links. */
function By({ actor }: Release) {
  const { run, user } = actor;
  if (typeof run === 'string' && run.startsWith('https://')) {
    return (
      <a href={run} rel="noreferrer">
        the run of a trusted publisher
      </a>
    );
  }
  if (typeof user === 'string')
    return (
      <>
        the credential of <bdi>{user}</bdi>
      </>
    );
  return 'a trusted publisher';
}
