import { useState } from 'react';
import { type Answer, call } from '../../api/index.ts';
import { Badge, Button, Outside } from '../../elements/index.ts';
import { useAttempt } from '../../session/attempt.ts';
import styles from './page.module.css';

/** Clocks farther apart than this make tokens fail: half of the leeway that the gate allows by default. Seconds. */
const WORRYING_SECONDS = 30;

/** Asks an issuer now, through the gate: whether it answers, with how many keys, and how its clock differs. */
export function Probe({
  type,
  issuer,
  title,
}: {
  readonly type: string;
  readonly issuer: string;
  readonly title: string;
}) {
  const [answer, setAnswer] = useState<Answer<'POST /-/sallyport/v1/issuers/probe'>>();
  const { busy, fault, attempt } = useAttempt();
  const ask = () =>
    void attempt(async () => setAnswer(await call('POST /-/sallyport/v1/issuers/probe', { body: { type, issuer } })));
  return (
    <span className={styles['issuer']}>
      <span className={styles['ask']}>
        <Button onPress={ask} isPending={busy} aria-label={`Ask now: ${title} at ${issuer}`}>
          Ask now
        </Button>
      </span>
      <span role="status" className={styles['issuer']}>
        {fault === undefined ? null : (
          <>
            <Badge tone="bad">not asked</Badge> {fault instanceof Error ? fault.message : 'Try again.'}
          </>
        )}
        {fault === undefined && answer !== undefined ? <Probed answer={answer} /> : null}
      </span>
    </span>
  );
}

function Probed({
  answer: { answers, keys, problem, clockDifferenceSeconds: apart },
}: {
  readonly answer: Answer<'POST /-/sallyport/v1/issuers/probe'>;
}) {
  return (
    <>
      <span>
        <Badge tone={answers ? 'good' : 'bad'}>{answers ? 'answers' : 'does not answer'}</Badge>
        {keys === undefined ? '' : ` with ${keys} ${keys === 1 ? 'key' : 'keys'}`}
      </span>
      {problem === undefined ? null : <Outside text={problem} mono={false} />}
      {apart === undefined ? null : (
        <span>
          {Math.abs(apart) < 2
            ? 'Its clock agrees with ours.'
            : `Its clock is ${Math.abs(Math.round(apart))} s ${apart > 0 ? 'ahead of' : 'behind'} ours.`}
          {Math.abs(apart) > WORRYING_SECONDS ? (
            <>
              {' '}
              <Badge tone="warn">set the clock</Badge>
            </>
          ) : null}
        </span>
      )}
    </>
  );
}
