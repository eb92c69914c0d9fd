import { useNavigate, useSearch } from '@tanstack/react-router';
import { useAnswer, useOptionalAnswer } from '../../api/index.ts';
import { Failure, Page, Shown } from '../../elements/index.ts';
import { useProviders } from '../../providers/index.ts';
import { useChange } from '../../session/change.tsx';
import { emptyDraft, type PublisherBody } from './draft.ts';
import { PublisherForm } from './form.tsx';
import { claimsParameter, type Paste, readPaste } from './read-paste.ts';

/** `/publishers/new?package=&type=&issuer=&claims=&from=`: what a refusal links to fills the form. */
export function NewPublisherPage() {
  const { package: packageName, type, issuer, claims, from } = useSearch({ from: '/signed-in/publishers/new' });
  const providers = useProviders();
  const issuers = useAnswer('GET /-/sallyport/v1/issuers');
  const entry = useOptionalAnswer(
    'GET /-/sallyport/v1/audit/{id}',
    from === undefined ? undefined : { params: { id: from } },
  );
  const change = useChange();
  const navigate = useNavigate();

  const save = async (name: string, body: PublisherBody): Promise<void> => {
    const [added] = await change('POST /-/package/{package}/trust', { params: { package: name }, body: [body] });
    await navigate(
      added === undefined
        ? { to: '/packages/$name', params: { name } }
        : { to: '/packages/$name/publishers/$id', params: { name, id: added.id }, search: { saved: 'added' } },
    );
  };

  return (
    <Page title="New trusted publisher" lead="Which runs of a pipeline may publish, without any token kept in it.">
      {entry.error === null ? null : (
        <Failure fault={entry.error} title="That run was not found, so nothing is filled in from it" />
      )}
      <Shown query={providers} what="the providers">
        {(known) => {
          const [first] = known;
          const provider = known.find((one) => one.type === type) ?? first;
          if (provider === undefined || issuers.isPending || entry.isLoading) return <p role="status">Loading …</p>;
          const start =
            entry.data === undefined ? startOf(claims, issuer) : readPaste(JSON.stringify(entry.data), known);
          return (
            <PublisherForm
              providers={known}
              issuers={issuers.data ?? []}
              initial={emptyDraft(provider, packageName ?? entry.data?.package ?? '')}
              save={save}
              {...(start === undefined ? {} : { start })}
            />
          );
        }}
      </Shown>
    </Page>
  );
}

function startOf(claims: string | undefined, issuer: string | undefined): Paste | undefined {
  const given = claimsParameter(claims, issuer);
  if (given !== undefined) return { kind: 'claims', claims: given, from: 'the address' };
  return claims === undefined
    ? undefined
    : { kind: 'unreadable', why: 'The address of this page names claims that cannot be read. Was it cut?' };
}
