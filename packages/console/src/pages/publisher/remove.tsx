import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useAnnounce } from '../../app/announcements.ts';
import { Button, Failure } from '../../elements/index.ts';
import { useAttempt } from '../../session/attempt.ts';
import { useChange } from '../../session/change.tsx';
import styles from './page.module.css';
import type { Detail } from './page.tsx';

export interface RemoveProps {
  readonly detail: Detail;
  readonly name: string;
  readonly others: readonly Detail[];
}

/** For good: what ends is named first, then the second factor is asked for. */
export function Remove({ detail: { on, publisher, accepts }, name, others }: RemoveProps) {
  const [asking, ask] = useState(false);
  const { busy, fault, attempt } = useAttempt();
  const change = useChange();
  const announce = useAnnounce();
  const navigate = useNavigate();
  const question = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asking) question.current?.focus();
  }, [asking]);
  const remove = () =>
    attempt(async () => {
      await change('DELETE /-/package/{package}/trust/{id}', { params: { package: on, id: publisher.id } });
      announce(`The trusted publisher of ${on} was removed; its tokens have ended.`);
      await navigate({ to: '/packages/$name', params: { name } });
    });
  const left = others.filter((other) => other.publisher.paused !== true).length;
  if (!asking) {
    return (
      <div className={styles['action']}>
        <p>Removing it ends every token it minted, at once. The audit keeps what it did.</p>
        <div>
          <Button look="danger" onPress={() => ask(true)}>
            Remove …
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div ref={question} tabIndex={-1} role="group" aria-labelledby="remove-title" className={styles['danger']}>
      <h3 id="remove-title">Remove this trusted publisher?</h3>
      <p>This ends:</p>
      <ul>
        <li>
          <bdi>{accepts}</bdi>
        </li>
        <li>Every publish token that it minted and that is not used yet.</li>
        {on === name ? null : (
          <li>
            It is configured for <bdi>{on}</bdi>: all packages under that pattern lose it.
          </li>
        )}
      </ul>
      <p>
        {left === 0
          ? `No other trusted publisher can publish ${name} then.`
          : `${left === 1 ? 'One other trusted publisher' : `${left} other trusted publishers`} can still publish ${name}.`}
      </p>
      <div className={styles['row']}>
        <Button look="danger" isPending={busy} onPress={() => void remove()}>
          Remove it
        </Button>
        <Button onPress={() => ask(false)}>Keep it</Button>
      </div>
      {fault === undefined ? null : <Failure fault={fault} title="It was not removed" />}
    </div>
  );
}
