import { Block, ButtonLink, Section } from '../../elements/index.ts';
import styles from './page.module.css';

/** From here to a package that a pipeline publishes without a token. */
export const NextSteps = () => (
  <ol className={styles['next']}>
    <li>
      <Section title="See it work">
        <p>
          The demo starts a gate of its own with an issuer, and publishes a package from a pipeline step without a
          token.
        </p>
        <Block text="npx sallyport demo" what="the command of the demo" />
      </Section>
    </li>
    <li>
      <Section title="Say who may publish">
        <p>
          A trusted publisher names the repository, and where it may come from, for one package or for a pattern of
          names.
        </p>
        <div>
          <ButtonLink to="/publishers/new" look="primary">
            Add a trusted publisher
          </ButtonLink>
        </div>
      </Section>
    </li>
    <li>
      <Section title="Put the step into the pipeline">
        <p>
          The publisher’s page shows the ready step with this gate’s audience. After its first run the page shows what
          it did, and why.
        </p>
        <div>
          <ButtonLink to="/activity">Activity</ButtonLink>
        </div>
      </Section>
    </li>
  </ol>
);
