import { useQuery } from '@tanstack/react-query';
import { answerOf, call } from '../api/index.ts';
import { Dialog } from '../elements/dialog.tsx';
import { Button, Failure, Shown } from '../elements/index.ts';
import { useAttempt } from './attempt.ts';
import type { Waiting } from './change.tsx';
import { AnswerConfirmation } from './confirmation/answer-confirmation.tsx';
import { ConfirmationDetails } from './confirmation/confirmation-details.tsx';
import { otpOf } from './confirmation/done.ts';

/** Shows what is about to change and takes the second factor for it. Closing it refuses. */
export function ConfirmDialog({ id, doneUrl, done }: Waiting) {
  const confirmation = useQuery(answerOf('GET /-/sallyport/v1/confirmations/{id}', { params: { id } }));
  const { fault, attempt } = useAttempt();
  const refuse = async () => {
    // Whether or not the gate hears it, nothing is changed: the request is not repeated.
    await call('POST /-/sallyport/v1/confirmations/{id}/refuse', { params: { id }, body: {} }).catch(() => undefined);
    done(undefined);
  };
  return (
    <Dialog title="Confirm this change" onClose={() => void refuse()}>
      {fault === undefined ? null : <Failure fault={fault} title="It was not confirmed" />}
      <Shown query={confirmation} what="what is about to change">
        {(answer) => (
          <>
            <ConfirmationDetails confirmation={answer} />
            <AnswerConfirmation
              id={id}
              onApproved={() => attempt(async () => done(await otpOf(doneUrl)))}
              onRefused={refuse}
            />
          </>
        )}
      </Shown>
      {confirmation.data === undefined ? (
        <div>
          <Button onPress={() => void refuse()}>Cancel</Button>
        </div>
      ) : null}
    </Dialog>
  );
}
