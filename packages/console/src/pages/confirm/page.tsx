import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, answerOf, call } from '../../api/index.ts';
import { Failure, Notice, Page, Shown } from '../../elements/index.ts';
import { useAttempt } from '../../session/attempt.ts';
import { AnswerConfirmation } from '../../session/confirmation/answer-confirmation.tsx';
import { type ConfirmationAnswer, ENDED } from '../../session/confirmation/confirmation.ts';
import { ConfirmationDetails } from '../../session/confirmation/confirmation-details.tsx';
import { NotYours } from './not-yours.tsx';

const OPERATION = 'GET /-/sallyport/v1/confirmations/{id}';

/** What npm opens when a change needs a second factor: what is about to happen, and yes or no. */
export function ConfirmPage() {
  const { id } = useParams({ from: '/signed-in/confirm/$id' });
  const query = answerOf(OPERATION, { params: { id } });
  const confirmation = useQuery(query);
  const queries = useQueryClient();
  // What the reader did here stays said, also when the command has used it meanwhile.
  const [answered, setAnswered] = useState<'approved' | 'refused'>();
  const state = answered ?? confirmation.data?.state ?? 'waiting';
  if (confirmation.error instanceof ApiError && confirmation.error.status === 404) return <NotYours />;
  return (
    <Page title={state === 'waiting' ? 'Confirm this change' : ENDED[state].title}>
      <Shown query={confirmation} what="what is about to change">
        {(answer) => (
          <>
            {state === 'waiting' ? null : <Ended state={state} />}
            <ConfirmationDetails confirmation={answer} />
            {state === 'waiting' ? (
              <Waiting
                id={id}
                onAnswered={setAnswered}
                onFault={() => void queries.invalidateQueries({ queryKey: query.queryKey })}
              />
            ) : null}
          </>
        )}
      </Shown>
    </Page>
  );
}

const Ended = ({ state }: { readonly state: Exclude<ConfirmationAnswer['state'], 'waiting'> }) => (
  <Notice tone={state === 'approved' || state === 'used' ? 'good' : 'warn'} title={ENDED[state].title} live>
    {ENDED[state].words}
  </Notice>
);

function Waiting({
  id,
  onAnswered,
  onFault,
}: {
  readonly id: string;
  readonly onAnswered: (state: 'approved' | 'refused') => void;
  readonly onFault: () => void;
}) {
  const { fault, attempt } = useAttempt();
  const refuse = async () => {
    await attempt(async () => {
      await call('POST /-/sallyport/v1/confirmations/{id}/refuse', { params: { id }, body: {} });
      onAnswered('refused');
    });
    onFault();
  };
  return (
    <>
      {fault === undefined ? null : <Failure fault={fault} />}
      <AnswerConfirmation id={id} onApproved={() => Promise.resolve(onAnswered('approved'))} onRefused={refuse} />
    </>
  );
}
