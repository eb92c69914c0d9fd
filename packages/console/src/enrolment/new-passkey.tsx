import { type FormEvent, useState } from 'react';
import { call } from '../api/index.ts';
import { Button, Failure, Field, Notice } from '../elements/index.ts';
import { useAttempt } from '../session/attempt.ts';
import { NotConfirmed, useChange } from '../session/change.tsx';
import { makePasskey } from '../session/passkeys.ts';
import { useSession } from '../session/session.ts';
import styles from './enrolment.module.css';
import { useLook } from './look.ts';

/** Longest name of a passkey. Characters, as the API takes it. */
const LONGEST_NAME = 64;

/** Adds a passkey. */
export function NewPasskey({ onDone }: { readonly onDone: () => void }) {
  const { passkeysWork } = useSession();
  const look = useLook();
  const change = useChange();
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, fault, attempt } = useAttempt();
  if (!passkeysWork) return <NoPasskeysHere />;
  const add = async () => {
    const response = await makePasskey(await call('POST /-/sallyport/v1/account/passkeys/options', { body: {} }));
    await change('POST /-/sallyport/v1/account/passkeys', { body: { name: name.trim(), response } });
    setName('');
    setTried(false);
    onDone();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== '') void attempt(add);
  };
  return (
    <form onSubmit={submit} noValidate className={styles['form']}>
      {fault === undefined ? null : (
        <Failure fault={fault} title={fault instanceof NotConfirmed ? 'Not added' : 'The passkey was not added'} />
      )}
      <Field
        label="Name of the passkey"
        help="So that you know it again: the device or the key, such as “Laptop”."
        value={name}
        onChange={setName}
        mistake={tried && name.trim() === '' ? 'Give the passkey a name.' : undefined}
        maxLength={LONGEST_NAME}
        isRequired
        validationBehavior="aria"
      />
      <div>
        <Button type="submit" look={look} isPending={busy}>
          Add a passkey
        </Button>
      </div>
    </form>
  );
}

/** An IP address can have no passkeys (WebAuthn); the same page on localhost can. */
function NoPasskeysHere() {
  const { port, pathname, hostname } = globalThis.location;
  const loopback = hostname === '[::1]' || hostname.startsWith('127.');
  const there = `http://localhost:${port}${pathname}`;
  return (
    <Notice tone="info" title="Passkeys do not work at this address">
      {loopback ? (
        <>
          An IP address can have none. Open <a href={there}>{there}</a> and sign in there, or use an authenticator app.
        </>
      ) : (
        'They need a host name with https. Use an authenticator app, or ask whoever runs the gate to give it a name.'
      )}
    </Notice>
  );
}
