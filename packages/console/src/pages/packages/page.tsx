import { useNavigate, useSearch } from '@tanstack/react-router';
import { type Answer, useAnswer } from '../../api/index.ts';
import { Button, ButtonLink, Empty, Page, Shown } from '../../elements/index.ts';
import { PackageTable } from './package-table.tsx';
import styles from './page.module.css';
import { SearchField } from './search-field.tsx';

/** `/packages?search=&after=`: every package that the reader may configure, in order of name. */
export function PackagesPage() {
  const { search, after } = useSearch({ from: '/signed-in/packages' });
  const navigate = useNavigate();
  const query = useAnswer('GET /-/sallyport/v1/packages', {
    query: { ...(search === undefined ? {} : { search }), ...(after === undefined ? {} : { after }) },
  });
  return (
    <Page
      title="Packages"
      lead="Who publishes them, and how."
      actions={
        <ButtonLink look="primary" to="/publishers/new">
          Add a trusted publisher
        </ButtonLink>
      }
    >
      <SearchField
        value={search ?? ''}
        onSearch={(text) => void navigate({ to: '/packages', search: { search: text }, replace: true })}
      />
      <Shown query={query} what="the packages">
        {(list) => (
          <Listed
            list={list}
            search={search}
            later={after !== undefined}
            onClear={() => void navigate({ to: '/packages', search: {} })}
          />
        )}
      </Shown>
    </Page>
  );
}

interface ListedProps {
  readonly list: Answer<'GET /-/sallyport/v1/packages'>;
  readonly search: string | undefined;
  readonly later: boolean;
  readonly onClear: () => void;
}

function Listed({ list: { packages, next }, search, later, onClear }: ListedProps) {
  if (packages.length === 0 && search !== undefined) {
    return (
      <Empty title={`No package that you may configure has “${search}” in its name`}>
        <p>
          A package that was never published here can be given a publisher all the same: its first run publishes it.
        </p>
        <div className={styles['row']}>
          <Button onPress={onClear}>Clear the filter</Button>
          <ButtonLink to="/publishers/new" search={{ package: search }}>
            Add a publisher for it
          </ButtonLink>
        </div>
      </Empty>
    );
  }
  if (packages.length === 0) {
    return (
      <Empty title="No packages yet">
        <p>They appear once they have a trusted publisher or were published through this gate.</p>
        <ButtonLink look="primary" to="/publishers/new">
          Add the first trusted publisher
        </ButtonLink>
      </Empty>
    );
  }
  return (
    <>
      <PackageTable packages={packages} search={search} />
      {later || next !== undefined ? (
        <nav aria-label="More packages" className={styles['row']}>
          {later ? (
            <ButtonLink to="/packages" search={{ search }}>
              First page
            </ButtonLink>
          ) : null}
          {next === undefined ? null : (
            <ButtonLink to="/packages" search={{ search, after: next }}>
              Next page
            </ButtonLink>
          )}
        </nav>
      ) : null}
    </>
  );
}
