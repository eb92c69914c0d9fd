import { useState } from 'react';
import { Notice, Section } from '../../elements/index.ts';
import { MakeRecoveryCodes, RecoveryCodes } from '../../enrolment/index.ts';
import { useSession } from '../../session/session.ts';
import type { Account } from './second-factor-notice.tsx';

/** Fewer than this many left: time for new ones. */
const FEW = 3;

/** How many codes are left, and new ones. */
export function RecoveryCodesSection({ account }: { readonly account: Account }) {
  const { mayEnrol } = useSession();
  const [codes, setCodes] = useState<readonly string[]>();
  const none = account.passkeys.length === 0 && !account.totp;
  const left = account.recoveryCodes;
  return (
    <Section title="Recovery codes">
      {codes === undefined ? null : <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />}
      {codes !== undefined || none ? null : (
        <>
          {left < FEW ? (
            <Notice tone="warn" title={left === 0 ? 'No recovery codes' : `Only ${left} left`}>
              Without one, a lost device means a lost account. Make new ones.
            </Notice>
          ) : (
            <p>{left} left. Making new ones ends those.</p>
          )}
          {mayEnrol ? <MakeRecoveryCodes onCodes={setCodes} /> : null}
        </>
      )}
      {codes === undefined && none ? <p>They come with your first second factor.</p> : null}
    </Section>
  );
}
