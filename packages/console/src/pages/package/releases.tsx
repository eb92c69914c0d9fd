import { Link } from '@tanstack/react-router';
import type { Answer } from '../../api/index.ts';
import { Empty, Outside, Table, Time } from '../../elements/index.ts';

type Release = Answer<'GET /-/sallyport/v1/packages/{package}'>['releases'][number];

/** What was published through the gate, each with the run that did it. */
export const Releases = ({ releases }: { readonly releases: readonly Release[] }) =>
  releases.length === 0 ? (
    <Empty title="Nothing was published through this gate yet">
      <p>Versions that came another way are not listed.</p>
    </Empty>
  ) : (
    <Table
      caption="Versions published through this gate, newest first"
      rows={releases}
      keyOf={({ id }) => String(id)}
      columns={[
        {
          name: 'Version',
          head: true,
          cell: ({ id, version, tag }) => (
            <>
              <Link to="/decisions/$id" params={{ id: String(id) }}>
                <bdi>{version ?? 'unnamed'}</bdi>
              </Link>
              {tag === undefined ? null : (
                <>
                  {' '}
                  <Outside text={tag} />
                </>
              )}
            </>
          ),
        },
        { name: 'Published', cell: ({ at }) => <Time at={at} /> },
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
