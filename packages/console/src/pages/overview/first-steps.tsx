import { Block, ButtonLink, Section } from '../../elements/index.ts';
import styles from './page.module.css';

/** What to do on the first day: nothing is configured and nothing has happened. */
export const FirstSteps = () => (
  <Section title="Three steps to the first publish without a token">
    <ol className={styles['steps']}>
      <li>
        <h3>See it work</h3>
        <p>On your own machine: a local issuer, a gate, and a publish that is accepted, then one that is refused.</p>
        <Block text="npx sallyport demo" what="the command of the demo" title="In a terminal" />
      </li>
      <li>
        <h3>Trust a pipeline</h3>
        <p>Say which repository, and which branch or environment of it, may publish a package.</p>
        <ButtonLink look="primary" to="/publishers/new">
          Add a trusted publisher
        </ButtonLink>
      </li>
      <li>
        <h3>Paste the step</h3>
        <p>
          The publisher’s page has the step for your pipeline, ready to copy. Its first run appears in the activity,
          with every rule that was compared.
        </p>
        <ButtonLink to="/activity">Watch the activity</ButtonLink>
      </li>
    </ol>
  </Section>
);
