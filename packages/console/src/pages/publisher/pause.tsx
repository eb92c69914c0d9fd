import { useAnnounce } from '../../app/announcements.ts';
import { Button, Failure } from '../../elements/index.ts';
import { useAttempt } from '../../session/attempt.ts';
import { useChange } from '../../session/change.tsx';
import styles from './page.module.css';
import type { Detail } from './page.tsx';

/** For a while: a paused publisher accepts nothing, and what it minted ends. */
export function Pause({ detail: { on, publisher } }: { readonly detail: Detail }) {
  const { busy, fault, attempt } = useAttempt();
  const change = useChange();
  const announce = useAnnounce();
  const paused = publisher.paused === true;
  const turn = () =>
    attempt(async () => {
      await change('PATCH /-/package/{package}/trust/{id}', {
        params: { package: on, id: publisher.id },
        body: { paused: !paused },
      });
      announce(paused ? 'The publisher accepts runs again.' : 'The publisher is paused; its tokens have ended.');
    });
  return (
    <div className={styles['action']}>
      <p>
        {paused
          ? 'It is paused: every run is refused until it is resumed. Its first run after that pins anew.'
          : 'While it is paused every run is refused. Pausing ends the tokens it minted and forgets what it pinned.'}
      </p>
      <div>
        <Button isPending={busy} onPress={() => void turn()}>
          {paused ? 'Resume' : 'Pause'}
        </Button>
      </div>
      {fault === undefined ? null : <Failure fault={fault} title="Nothing was changed" />}
    </div>
  );
}
