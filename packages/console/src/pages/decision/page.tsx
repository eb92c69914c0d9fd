import { useParams } from '@tanstack/react-router';
import { ApiError, useAnswer } from '../../api/index.ts';
import { DecisionView } from '../../decision/index.ts';
import { ButtonLink, Page, Section, Shown } from '../../elements/index.ts';
import { type Entry, kindText, OutcomeBadge } from '../../entries/index.ts';
import { ChangeSection } from './change-section.tsx';
import { Explained } from './explained.tsx';
import { Facts } from './facts.tsx';
import { NotThere } from './not-there.tsx';
import { OfItsGrant } from './of-its-grant.tsx';
import styles from './page.module.css';
import { TokenOfGrant } from './token-of-grant.tsx';

/** `/decisions/$id`: one entry of the audit, with the decision that it holds. */
export function DecisionPage() {
  const { id } = useParams({ from: '/signed-in/decisions/$id' });
  const query = useAnswer('GET /-/sallyport/v1/audit/{id}', { params: { id } });
  const { data: entry, error } = query;
  const missing = error instanceof ApiError && (error.status === 404 || error.status === 400);
  return (
    <Page
      title={entry === undefined ? `Entry ${id}` : titleOf(entry)}
      lead={entry === undefined ? undefined : <Lead entry={entry} />}
    >
      {missing ? (
        <NotThere fault={error} />
      ) : (
        <Shown query={query} what="this decision">
          {(found) => <Found entry={found} />}
        </Shown>
      )}
    </Page>
  );
}

const NOUNS: Readonly<Record<string, string>> = {
  exchange: 'Exchange',
  publish: 'Publish',
  trust: 'Trust change',
  account: 'Account',
  'sign-in': 'Sign-in',
  administration: 'Administration',
};
const titleOf = ({ id, kind }: Entry): string => `${NOUNS[kind] ?? kindText(kind)} ${id}`;

const Lead = ({ entry }: { readonly entry: Entry }) => (
  <span className={styles['row']}>
    <OutcomeBadge entry={entry} />
    {entry.package === undefined ? null : (
      <bdi>
        {entry.package}
        {entry.version === undefined ? '' : `@${entry.version}`}
      </bdi>
    )}
  </span>
);

function Found({ entry }: { readonly entry: Entry }) {
  const { id, decision, package: packageName } = entry;
  return (
    <>
      {decision === undefined ? (
        <Explained entry={entry} />
      ) : (
        <DecisionView decision={decision} packageName={packageName} entry={id} />
      )}
      <ChangeSection entry={entry} />
      <Section title="This entry">
        <Facts entry={entry} />
      </Section>
      <TokenOfGrant entry={entry} />
      <OfItsGrant entry={entry} />
      <div className={styles['row']}>
        {decision?.outcome === 'accepted' && packageName !== undefined ? (
          <ButtonLink to="/publishers/new" search={{ from: String(id), package: packageName }}>
            Make a publisher from this run
          </ButtonLink>
        ) : null}
        {packageName === undefined ? null : (
          <ButtonLink to="/activity" search={{ package: packageName }}>
            Activity of this package
          </ButtonLink>
        )}
      </div>
    </>
  );
}
