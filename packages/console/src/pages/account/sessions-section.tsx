import { Badge, Outside, Section, Table, Time } from '../../elements/index.ts';
import { useChange } from '../../session/change.tsx';
import { browserOf } from './browser.ts';
import { RemoveButton } from './remove-button.tsx';
import type { Account } from './second-factor-notice.tsx';

type Session = Account['sessions'][number];

const METHODS: Readonly<Record<Session['method'], string>> = {
  password: 'Name and password',
  token: 'A token',
  link: 'The one-time link',
  passkey: 'A passkey',
};

/** Where this account is signed in, and how to end that. */
export function SessionsSection({ sessions }: { readonly sessions: Account['sessions'] }) {
  const change = useChange();
  return (
    <Section title="Sign-ins">
      <Table
        caption="Where this account is signed in to the console"
        rows={sessions}
        keyOf={({ id }) => id}
        columns={[
          {
            name: 'Browser',
            head: true,
            cell: ({ userAgent, current }) => (
              <>
                {browserOf(userAgent) ?? <Outside text={userAgent ?? 'Not told'} mono={false} />}{' '}
                {current ? <Badge tone="good">this one</Badge> : null}
              </>
            ),
          },
          { name: 'Address', cell: ({ address }) => <Outside text={address} /> },
          { name: 'Signed in with', cell: ({ method }) => METHODS[method] },
          { name: 'Last seen', cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
          { name: 'Ends', cell: ({ expiresAt }) => <Time at={expiresAt} /> },
          {
            name: 'End',
            cell: ({ id, current, address }) =>
              current ? null : (
                <RemoveButton
                  text="End"
                  what={`the sign-in from ${address}`}
                  done="That sign-in was ended."
                  remove={() => change('DELETE /-/sallyport/v1/account/sessions/{id}', { params: { id } })}
                />
              ),
          },
        ]}
      />
    </Section>
  );
}
