import { call } from '../../api/index.ts';
import { Button, Notice } from '../../elements/index.ts';
import { ProofForm } from '../proof/proof-form.tsx';
import { useSession } from '../session.ts';

/** The second factor for one confirmation, or a refusal of it. */
export function AnswerConfirmation({
  id,
  onApproved,
  onRefused,
}: {
  readonly id: string;
  readonly onApproved: () => Promise<void>;
  readonly onRefused: () => Promise<void>;
}) {
  const { secondFactor, passkeysWork } = useSession();
  const refuse = (
    <Button look="danger" onPress={() => void onRefused()}>
      Refuse
    </Button>
  );
  if (secondFactor.enrolled.length === 0) {
    return (
      <>
        <Notice tone="warn" title="Your account has no second factor any more">
          Enrol a passkey or an authenticator app in your account, then ask again.
        </Notice>
        <div>{refuse}</div>
      </>
    );
  }
  return (
    <ProofForm
      enrolled={secondFactor.enrolled}
      passkeysWork={passkeysWork}
      action="Confirm"
      options={() => call('POST /-/sallyport/v1/confirmations/{id}/options', { params: { id }, body: {} })}
      give={async (proof) => {
        await call('POST /-/sallyport/v1/confirmations/{id}/approve', { params: { id }, body: proof });
        await onApproved();
      }}
    >
      {refuse}
    </ProofForm>
  );
}
