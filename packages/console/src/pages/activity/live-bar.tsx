import type { Stream } from '../../api/index.ts';
import { Badge, type BadgeTone, Button } from '../../elements/index.ts';
import styles from './page.module.css';

const WORDS: Readonly<Record<Stream, { readonly tone: BadgeTone; readonly text: string }>> = {
  off: { tone: 'warn', text: 'Paused' },
  connecting: { tone: 'plain', text: 'Connecting' },
  open: { tone: 'good', text: 'Live' },
  lost: { tone: 'warn', text: 'Connection lost, trying again' },
  ended: { tone: 'bad', text: 'Ended: sign in again' },
};

export interface LiveBarProps {
  readonly stream: Stream;
  readonly waiting: number;
  readonly paused: boolean;
  /** What came last and is shown, in words: read out politely. */
  readonly latest: string | undefined;
  readonly onPause: (paused: boolean) => void;
  readonly onShow: () => void;
}

/** How the stream is doing, the pause, and what waits to be shown. */
export function LiveBar({ stream, waiting, paused, latest, onPause, onShow }: LiveBarProps) {
  const { tone, text } = WORDS[paused ? 'off' : stream];
  return (
    <div className={styles['live']}>
      <span role="status">
        <Badge tone={tone}>{text}</Badge>
      </span>
      <Button look="quiet" onPress={() => onPause(!paused)} aria-pressed={paused}>
        {paused ? 'Resume' : 'Pause'}
      </Button>
      <span role="status" className={styles['waiting']}>
        {waiting === 0 ? null : (
          <Button look="primary" onPress={onShow}>
            Show {waiting} new
          </Button>
        )}
      </span>
      <span role="status" className="visually-hidden">
        {latest}
      </span>
    </div>
  );
}
