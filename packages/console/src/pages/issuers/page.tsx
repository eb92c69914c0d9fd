import { type Answer, useAnswer } from '../../api/index.ts';
import { Empty, Page, Section, Shown } from '../../elements/index.ts';
import { IssuerTable } from './issuer-table.tsx';
import { Legend } from './marks.tsx';
import styles from './page.module.css';

export type Issuer = Answer<'GET /-/sallyport/v1/issuers'>[number];

/** Whose id_tokens this gate takes, what it knows of their keys, and whether they answer now. */
export function IssuersPage() {
  const query = useAnswer('GET /-/sallyport/v1/issuers');
  return (
    <Page title="Issuers" lead="Whose id_tokens this gate takes, and whether their keys can be had.">
      <Shown query={query} what="the issuers">
        {(issuers) => (
          <>
            <Section title="Single issuers">
              <Single issuers={issuers.filter(({ issuer }) => issuer !== undefined)} />
            </Section>
            <WithoutSetUp issuers={issuers.filter(({ issuer }) => issuer === undefined)} />
          </>
        )}
      </Shown>
    </Page>
  );
}

const Single = ({ issuers }: { readonly issuers: readonly Issuer[] }) =>
  issuers.length === 0 ? (
    <Empty title="No issuer is known by its whole address">
      <p>An operator adds issuers of their own in the configuration file, under “issuers”.</p>
    </Empty>
  ) : (
    <>
      <IssuerTable issuers={issuers} />
      <Legend issuers={issuers} />
    </>
  );

/** Organisations of a public CI system: each has an issuer of its own, and none has to be configured. */
const WithoutSetUp = ({ issuers }: { readonly issuers: readonly Issuer[] }) =>
  issuers.length === 0 ? null : (
    <Section title="What works without set-up">
      <p className={styles['muted']}>
        Every organisation there has an issuer of its own at this address. The gate asks it the first time that one of
        its tokens comes; name it in a trusted publisher to have it checked beforehand.
      </p>
      <dl className={styles['templates']}>
        {issuers.map(({ provider, title, template, disabled }) => (
          <div key={`${provider} ${template ?? ''}`}>
            <dt>
              {title}
              {disabled ? ' (switched off)' : ''}
            </dt>
            <dd>
              <code>{template ?? '–'}</code>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
