import { type FormEvent, useState } from 'react';
import { Button, Field } from '../../elements/index.ts';
import type { AttemptProps } from './attempt.ts';
import styles from './sign-in.module.css';

/** A token of the registry's, or an administrator's: what they have who sign in to the registry elsewhere. */
export function TokenForm({ attempt, busy, focus }: AttemptProps) {
  const [token, setToken] = useState('');
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const given = token.trim();
    if (given !== '' && !busy) void attempt(() => Promise.resolve({ token: given }));
  };
  return (
    <form onSubmit={submit} noValidate className={styles['form']}>
      <Field
        label="Token"
        help="An npm token of your account, or an administrator’s token. A session begun with a token cannot add or remove a second factor."
        type="password"
        value={token}
        onChange={setToken}
        mistake={tried && token.trim() === '' ? 'Paste a token.' : undefined}
        isRequired
        validationBehavior="aria"
        mono
        autoFocus={focus}
        autoComplete="off"
      />
      <div>
        <Button type="submit" look="primary" isPending={busy}>
          Sign in with the token
        </Button>
      </div>
    </form>
  );
}
