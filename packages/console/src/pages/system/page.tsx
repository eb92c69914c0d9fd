import { type Answer, useAnswer } from '../../api/index.ts';
import { Badge, Id, Outside, Page, Section, Shown, Table, Time } from '../../elements/index.ts';
import { Checks } from '../../health/index.ts';
import styles from './page.module.css';
import { settingsOf } from './settings.ts';
import { Switches } from './switches.tsx';

type System = Answer<'GET /-/sallyport/v1/system'>;

/** What runs here: for administrators. */
export function SystemPage() {
  const query = useAnswer('GET /-/sallyport/v1/system');
  return (
    <Page title="System" lead="What runs here, and with which configuration.">
      <Shown query={query} what="the system">
        {(system) => (
          <>
            <Section title="Ready to serve">
              <Checks checks={system.checks} />
            </Section>
            <Switches />
            <Running system={system} />
            <Configuration configuration={system.configuration} />
            <Migrations migrations={system.migrations} />
          </>
        )}
      </Shown>
    </Page>
  );
}

function Running({
  system: { version, node, url, audience, store, upstream, startedAt },
}: {
  readonly system: System;
}) {
  const facts = [
    ['Version', <Outside key="version" text={version} />],
    ['Node.js', <Outside key="node" text={node} />],
    ['Running since', <Time key="since" at={startedAt} />],
    ['Address', <Id key="url" value={url} what="the address" />],
    ['Audience of id_tokens', <Id key="audience" value={audience} what="the audience" />],
    ['Store', <Outside key="store" text={store} mono={false} />],
    [
      'Upstream registry',
      <Outside key="upstream" text={`${upstream.name} (${upstream.found ?? upstream.kind})`} mono={false} />,
    ],
  ] as const;
  return (
    <Section title="This gate">
      <dl className={styles['facts']}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

const Configuration = ({ configuration }: { readonly configuration: unknown }) => (
  <Section title="Configuration in force">
    <p className={styles['muted']}>
      File, environment and defaults together. Of a secret only where it comes from is shown.
    </p>
    <Table
      caption="Every setting, by its path in sallyport.yaml"
      rows={settingsOf(configuration)}
      keyOf={({ path }) => path}
      columns={[
        { name: 'Setting', head: true, cell: ({ path }) => <code>{path}</code> },
        {
          name: 'Value',
          cell: ({ value }) =>
            value === '' ? <span className={styles['muted']}>empty</span> : <Outside text={value} />,
        },
      ]}
    />
  </Section>
);

const Migrations = ({ migrations }: { readonly migrations: readonly string[] }) => (
  <Section title="Migrations of the store">
    <p>
      <Badge tone="good">{migrations.length} run</Badge>
    </p>
    <details>
      <summary>Which</summary>
      <ol>
        {migrations.map((name) => (
          <li key={name}>
            <Outside text={name} />
          </li>
        ))}
      </ol>
    </details>
  </Section>
);
