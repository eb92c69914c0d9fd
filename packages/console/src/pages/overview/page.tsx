import { type Answer, useAnswer } from '../../api/index.ts';
import { ButtonLink, Page, Section, Shown } from '../../elements/index.ts';
import { Attention } from './attention.tsx';
import { FirstSteps } from './first-steps.tsx';
import { Health } from './health.tsx';
import { LastDecisions } from './last-decisions.tsx';
import styles from './page.module.css';
import { StaticPublishes } from './static-publishes.tsx';

export type Overview = Answer<'GET /-/sallyport/v1/overview'>;

/** What needs attention, and what happened last. */
export function OverviewPage() {
  const query = useAnswer('GET /-/sallyport/v1/overview');
  return (
    <Page title="Overview" lead="What needs attention, and what happened last.">
      <Shown query={query} what="the overview">
        {(overview) =>
          overview.packages === 0 && overview.decisions.length === 0 ? (
            <>
              <FirstSteps />
              <Health checks={overview.checks} />
            </>
          ) : (
            <Full overview={overview} />
          )
        }
      </Shown>
    </Page>
  );
}

const Full = ({ overview }: { readonly overview: Overview }) => (
  <>
    <div className={styles['cards']}>
      <Health checks={overview.checks} />
      <Attention overview={overview} />
    </div>
    <Section title="Last decisions" actions={<ButtonLink to="/activity">All activity</ButtonLink>}>
      <LastDecisions decisions={overview.decisions} />
    </Section>
    <StaticPublishes staticPublishes={overview.staticPublishes} />
  </>
);
