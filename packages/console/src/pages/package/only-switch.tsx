import { useState } from 'react';
import type { Answer } from '../../api/index.ts';
import { useAnnounce } from '../../app/announcements.ts';
import { Badge, Button, Failure, Notice, Time } from '../../elements/index.ts';
import { useAttempt } from '../../session/attempt.ts';
import { useChange } from '../../session/change.tsx';
import styles from './page.module.css';

type Found = Answer<'GET /-/sallyport/v1/packages/{package}'>;

/** Whether other credentials may publish too; what would stop is said before it does. */
export function OnlySwitch({ found }: { readonly found: Found }) {
  const { name, trustedPublishingOnly: only, publishers, staticPublishes } = found;
  const [asking, ask] = useState(false);
  const { busy, fault, attempt } = useAttempt();
  const change = useChange();
  const announce = useAnnounce();
  const active = publishers.filter(({ publisher }) => publisher.paused !== true).length;
  const turn = () =>
    attempt(async () => {
      await change('PUT /-/sallyport/v1/packages/{package}/policy', {
        params: { package: name },
        body: { trustedPublishingOnly: !only },
      });
      ask(false);
      announce(
        only ? `Other credentials may publish ${name} again.` : `Only trusted publishers may publish ${name} now.`,
      );
    });
  return (
    <div className={styles['only']}>
      <p>
        {only ? <Badge tone="good">on</Badge> : <Badge tone="plain">off</Badge>}{' '}
        {only
          ? 'Tokens of people and passwords do not publish this package, whoever holds them.'
          : 'Whoever the registry lets publish may do so with a token of their own, beside the trusted publishers.'}
      </p>
      <p>
        {staticPublishes.count === 0 ? (
          `No other credential published it in the last ${staticPublishes.days} days.`
        ) : (
          <>
            Other credentials published it {staticPublishes.count === 1 ? 'once' : `${staticPublishes.count} times`} in
            the last {staticPublishes.days} days
            {staticPublishes.lastAt === undefined ? null : (
              <>
                , last <Time at={staticPublishes.lastAt} />
              </>
            )}
            {only ? '.' : ': those publishes would be refused.'}
          </>
        )}
      </p>
      {active > 0 ? null : (
        <Notice tone="warn" title={only ? 'Nobody can publish it' : 'Nobody could publish it then'}>
          {publishers.length === 0
            ? 'It has no trusted publisher. Add one first.'
            : 'Every trusted publisher of it is paused. Resume one first.'}
        </Notice>
      )}
      {asking && active === 0 && !only ? (
        <div className={styles['row']}>
          <Button look="danger" onPress={() => void turn()} isPending={busy}>
            Switch on, and let nobody publish
          </Button>
          <Button onPress={() => ask(false)}>Leave it off</Button>
        </div>
      ) : (
        <div>
          <Button isPending={busy} onPress={() => (active === 0 && !only ? ask(true) : void turn())}>
            {only ? 'Let other credentials publish again' : 'Switch on trusted publishing only'}
          </Button>
        </div>
      )}
      {fault === undefined ? null : <Failure fault={fault} title="Nothing was changed" />}
    </div>
  );
}
