import { announce } from '../../app/announcements.ts';
import { Empty, Outside, Section, Table, Time } from '../../elements/index.ts';
import { NewPasskey } from '../../enrolment/index.ts';
import { useChange } from '../../session/change.tsx';
import { useSession } from '../../session/session.ts';
import { RemoveButton } from './remove-button.tsx';
import type { Account } from './second-factor-notice.tsx';

/** The account's passkeys, and one more. */
export function PasskeysSection({ passkeys }: { readonly passkeys: Account['passkeys'] }) {
  const { mayEnrol } = useSession();
  const change = useChange();
  return (
    <Section title="Passkeys">
      {passkeys.length === 0 ? (
        <Empty title="No passkey">
          <p>A passkey cannot be phished, and confirms a change with one touch.</p>
        </Empty>
      ) : (
        <Table
          caption="Passkeys of this account"
          rows={passkeys}
          keyOf={({ id }) => id}
          columns={[
            { name: 'Name', head: true, cell: ({ name }) => <Outside text={name} mono={false} /> },
            { name: 'Added', cell: ({ createdAt }) => <Time at={createdAt} /> },
            {
              name: 'Last used',
              cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? 'Never' : <Time at={lastUsedAt} />),
            },
            ...(mayEnrol
              ? [
                  {
                    name: 'Remove',
                    cell: ({ id, name }: Account['passkeys'][number]) => (
                      <RemoveButton
                        text="Remove"
                        what={`the passkey ${name}`}
                        done={`The passkey ${name} was removed.`}
                        remove={() => change('DELETE /-/sallyport/v1/account/passkeys/{id}', { params: { id } })}
                      />
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {mayEnrol ? <NewPasskey onDone={() => announce('The passkey was added.')} /> : null}
    </Section>
  );
}
