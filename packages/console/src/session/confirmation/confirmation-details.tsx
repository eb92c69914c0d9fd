import type { ReactNode } from 'react';
import { useAnswer } from '../../api/index.ts';
import { Difference, Outside, Time } from '../../elements/index.ts';
import styles from './confirmation.module.css';
import type { ConfirmationAnswer } from './confirmation.ts';

/** What is about to change, for whom, and where the wish came from: all that somebody needs to say yes or no. */
export function ConfirmationDetails({ confirmation }: { readonly confirmation: ConfirmationAnswer }) {
  const { sentence, account, address, userAgent, createdAt, expiresAt } = confirmation;
  return (
    <div className={styles['details']}>
      <p className={styles['sentence']}>
        <Outside text={sentence} mono={false} uncut />
      </p>
      <Differences confirmation={confirmation} />
      <dl className={styles['facts']}>
        {confirmation.package === undefined ? null : (
          <Fact name="Package">
            <Outside text={confirmation.package} />
          </Fact>
        )}
        <Fact name="Account">{account.name}</Fact>
        <Fact name="Asked from">
          <Outside text={address} />
        </Fact>
        {userAgent === undefined ? null : (
          <Fact name="With">
            <Outside text={userAgent} mono={false} />
          </Fact>
        )}
        <Fact name="Asked">
          <Time at={createdAt} />
        </Fact>
        <Fact name="Good until">
          <Time at={expiresAt} />
        </Fact>
      </dl>
    </div>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** What changes, name by name; several that are added in one request, one table each. */
function Differences({ confirmation: { action, before, after } }: { readonly confirmation: ConfirmationAnswer }) {
  const several: readonly unknown[] = Array.isArray(after) ? after : [after];
  const labels = useLabels(several[0] ?? before);
  if (before === undefined && after === undefined) return null;
  return several.map((one, index) => (
    <Difference
      // They have no ids yet, and their order does not change.
      key={index}
      caption={several.length === 1 ? CAPTIONS[action] : `${CAPTIONS[action]} (${index + 1} of ${several.length})`}
      before={before}
      after={one}
      labels={labels}
    />
  ));
}

const CAPTIONS: Readonly<Record<ConfirmationAnswer['action'], string>> = {
  list: 'What is shown',
  add: 'The trusted publisher to add',
  edit: 'What changes',
  remove: 'The trusted publisher to remove',
  policy: 'What changes',
  switch: 'What changes',
  passkey: 'The passkey',
  totp: 'The authenticator app',
  'recovery-codes': 'The recovery codes',
};

/** Words of the provider's own for its claims; the claims' names until they are there. */
function useLabels(publisher: unknown): Readonly<Record<string, string>> {
  const providers = useAnswer('GET /-/sallyport/v1/providers').data ?? [];
  const type = typeof publisher === 'object' && publisher !== null && 'type' in publisher ? publisher.type : undefined;
  const fields = providers.find((provider) => provider.type === type)?.fields ?? [];
  return { ...NAMES, ...Object.fromEntries(fields.map(({ claim, label }) => [claim, label])) };
}

const NAMES: Readonly<Record<string, string>> = {
  id: 'Id',
  type: 'Provider',
  issuer: 'Issuer',
  permissions: 'Allowed actions',
  note: 'Note',
  paused: 'Paused',
  tokenLifetime: 'Life of its publish tokens, in seconds',
  trustedPublishingOnly: 'Trusted publishing only',
  name: 'Provider or issuer',
  disabled: 'Switched off',
};
