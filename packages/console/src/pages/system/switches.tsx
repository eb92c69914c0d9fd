import { useState } from 'react';
import { type Answer, useAnswer } from '../../api/index.ts';
import { useAnnounce } from '../../app/announcements.ts';
import { Button, Choice, Failure, Field, Outside, Section, Shown, Table, Time } from '../../elements/index.ts';
import { useAttempt } from '../../session/attempt.ts';
import { useChange } from '../../session/change.tsx';
import styles from './page.module.css';

type Switch = Answer<'GET /-/sallyport/v1/switches'>[number];
type Off = Switch & { readonly disabled: NonNullable<Switch['disabled']> };

/** Providers and issuers that are switched off, and switching them: the way out when a CI system is no longer to be trusted. */
export function Switches() {
  const query = useAnswer('GET /-/sallyport/v1/switches');
  return (
    <Section title="Switched off">
      <p>
        A provider or issuer that is switched off: every gate of this store refuses its id_tokens from the next request
        on, and the publish tokens that they gave end at once. A publish whose bytes are on their way is finished.
        Trusted publishers stay as they are, and work again once it is switched on.
      </p>
      <Shown query={query} what="what is switched off">
        {(switches) => (
          <>
            <OffTable off={switches.filter((one): one is Off => one.disabled !== undefined)} />
            <SwitchOff on={switches.filter(({ disabled }) => disabled === undefined)} />
          </>
        )}
      </Shown>
    </Section>
  );
}

function OffTable({ off }: { readonly off: readonly Off[] }) {
  const { busy, fault, attempt } = useAttempt();
  const turn = useTurn();
  if (off.length === 0) return <p className={styles['muted']}>Nothing is switched off.</p>;
  return (
    <>
      <Table
        caption="What is switched off"
        rows={off}
        keyOf={({ name }) => name}
        columns={[
          { name: 'Provider or issuer', head: true, cell: (one) => <Called one={one} /> },
          { name: 'By', cell: ({ disabled: { by } }) => <Outside text={by} mono={false} /> },
          { name: 'Since', cell: ({ disabled: { at } }) => (at === undefined ? '–' : <Time at={at} />) },
          {
            name: 'Why',
            cell: ({ disabled: { note } }) => (note === undefined ? '–' : <Outside text={note} mono={false} />),
          },
          {
            name: 'Now',
            cell: ({ name, disabled: { configured } }) =>
              configured ? (
                'by “disable” in the configuration: take it out there'
              ) : (
                <Button
                  isPending={busy}
                  aria-label={`Switch on ${name}`}
                  onPress={() => void attempt(() => turn(name, false))}
                >
                  Switch on
                </Button>
              ),
          },
        ]}
      />
      {fault === undefined ? null : <Failure fault={fault} title="Nothing was changed" />}
    </>
  );
}

const Called = ({ one: { name, kind, title } }: { readonly one: Switch }) =>
  kind === 'provider' ? (title ?? name) : <Outside text={name} />;

/** Stands in the list for an issuer that has no line of its own: an organisation of a public CI system. */
const ANOTHER = '';

function SwitchOff({ on }: { readonly on: readonly Switch[] }) {
  const [chosen, choose] = useState(ANOTHER);
  const [issuer, setIssuer] = useState('');
  const [note, setNote] = useState('');
  const { busy, fault, attempt } = useAttempt();
  const turn = useTurn();
  const name = chosen === ANOTHER ? issuer.trim() : chosen;
  const submit = () =>
    attempt(async () => {
      await turn(name, true, note.trim());
      choose(ANOTHER);
      setIssuer('');
      setNote('');
    });
  return (
    <details>
      <summary>Switch something off</summary>
      <div className={styles['off']}>
        <Choice
          id="switch-off"
          label="Provider or issuer"
          value={chosen}
          onChange={choose}
          options={[
            ...on.map((one) => ({
              value: one.name,
              text: one.kind === 'provider' ? `every run of ${one.title ?? one.name}` : one.name,
            })),
            { value: ANOTHER, text: 'another issuer …' },
          ]}
        />
        {chosen === ANOTHER ? (
          <Field
            label="Its exact address"
            value={issuer}
            onChange={setIssuer}
            mono
            isRequired
            help="As the iss of its tokens has it."
          />
        ) : null}
        <Field label="Why" value={note} onChange={setNote} help="Shown here while it is off, and kept in the audit." />
        <div>
          <Button look="danger" isPending={busy} isDisabled={name === ''} onPress={() => void submit()}>
            Switch off
          </Button>
        </div>
        {fault === undefined ? null : <Failure fault={fault} title="Nothing was changed" />}
      </div>
    </details>
  );
}

function useTurn() {
  const change = useChange();
  const announce = useAnnounce();
  return async (name: string, disabled: boolean, note = ''): Promise<void> => {
    await change('PUT /-/sallyport/v1/switches', { body: { name, disabled, ...(note === '' ? {} : { note }) } });
    announce(disabled ? `${name} is switched off; the tokens it gave have ended.` : `${name} is switched on again.`);
  };
}
