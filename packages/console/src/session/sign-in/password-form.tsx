import { type FormEvent, useState } from 'react';
import { Button, Field } from '../../elements/index.ts';
import type { AttemptProps } from './attempt.ts';
import styles from './sign-in.module.css';

/** An account of the registry behind the gate. */
export function PasswordForm({ attempt, busy, focus, name: known }: AttemptProps & { readonly name: string }) {
  const [name, setName] = useState(known);
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name !== '' && password !== '' && !busy) void attempt(() => Promise.resolve({ name, password }));
  };
  return (
    <form onSubmit={submit} noValidate className={styles['form']}>
      <Field
        label="Name"
        help="As the registry knows you: the name that `npm whoami` prints."
        value={name}
        onChange={setName}
        mistake={tried && name === '' ? 'Type your name.' : undefined}
        isRequired
        validationBehavior="aria"
        name="username"
        autoFocus={focus}
        autoComplete="username"
      />
      <Field
        label="Password"
        type="password"
        value={password}
        onChange={setPassword}
        mistake={tried && password === '' ? 'Type your password.' : undefined}
        isRequired
        validationBehavior="aria"
        name="password"
        autoComplete="current-password"
      />
      <div>
        <Button type="submit" look="primary" isPending={busy}>
          Sign in
        </Button>
      </div>
    </form>
  );
}
