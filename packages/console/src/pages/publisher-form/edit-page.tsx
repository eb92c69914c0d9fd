import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type Answer, useAnswer, useOptionalAnswer } from '../../api/index.ts';
import { Empty, Failure, Notice, Page, Shown } from '../../elements/index.ts';
import { labelsOf, providerOf, useProviders } from '../../providers/index.ts';
import { useChange } from '../../session/change.tsx';
import { draftOf, type PublisherBody } from './draft.ts';
import { PublisherForm } from './form.tsx';
import { disagreed, repaired } from './repair.ts';

type Detail = Answer<'GET /-/sallyport/v1/packages/{package}'>['publishers'][number];

/** The same form over a stored publisher; what changes is shown before it is saved. `?from=` a refused run fills in what it had instead. */
export function EditPublisherPage() {
  const { name, id } = useParams({ from: '/signed-in/packages/$name/publishers/$id/edit' });
  const query = useAnswer('GET /-/sallyport/v1/packages/{package}', { params: { package: name } });
  return (
    <Page title="Edit a trusted publisher" lead={<bdi>{name}</bdi>}>
      <Shown query={query} what="the trusted publisher">
        {({ publishers }) => {
          const detail = publishers.find(({ publisher }) => publisher.id === id);
          return detail === undefined ? (
            <Empty title="There is no such trusted publisher here">
              <p>It may have been removed meanwhile.</p>
            </Empty>
          ) : (
            <Edit detail={detail} name={name} />
          );
        }}
      </Shown>
    </Page>
  );
}

function Edit({ detail: { on, publisher, strength }, name }: { readonly detail: Detail; readonly name: string }) {
  const providers = useProviders();
  const issuers = useAnswer('GET /-/sallyport/v1/issuers');
  const change = useChange();
  const navigate = useNavigate();
  const { id, paused: _, ...stored } = publisher;
  const { from } = useSearch({ from: '/signed-in/packages/$name/publishers/$id/edit' });
  const entry = useOptionalAnswer(
    'GET /-/sallyport/v1/audit/{id}',
    from === undefined ? undefined : { params: { id: from } },
  );
  const claims = entry.data?.decision?.identity?.claims;
  const recognised = useOptionalAnswer(
    'POST /-/sallyport/v1/recognise',
    claims === undefined ? undefined : { body: { claims, type: publisher.type } },
  );

  const save = async (_: string, body: PublisherBody): Promise<void> => {
    await change('PATCH /-/package/{package}/trust/{id}', {
      params: { package: on, id },
      // What is left out stays as it was: an optional part that was emptied is taken away by name.
      body: {
        ...body,
        issuer: body.issuer ?? null,
        note: body.note ?? null,
        tokenLifetime: body.tokenLifetime ?? null,
      },
    });
    await navigate({ to: '/packages/$name/publishers/$id', params: { name, id }, search: { saved: 'changed' } });
  };

  return (
    <Shown query={providers} what="the providers">
      {(known) => {
        const provider = providerOf(known, publisher.type);
        if (provider === undefined) {
          return (
            <Empty title="Its provider is not known to this gate">
              <p>It was configured while the gate knew “{publisher.type}”. Remove it, or ask the operator.</p>
            </Empty>
          );
        }
        if (issuers.isPending || entry.isLoading || recognised.isLoading) return <p role="status">Loading …</p>;
        const plain = draftOf(provider, on, publisher, strength.level === 'weak');
        const { draft, claims: filled } =
          entry.data === undefined || recognised.data === undefined
            ? { draft: plain, claims: [] }
            : repaired(plain, disagreed(entry.data, id), recognised.data);
        const labels = labelsOf(provider);
        return (
          <>
            {entry.error === null ? null : (
              <Failure fault={entry.error} title="That run was not found, so nothing is filled in from it" />
            )}
            {filled.length === 0 ? null : (
              <Notice tone="info" title="Filled in from the refused run">
                {filled.map((claim) => labels[claim] ?? claim).join(', ')}. Only then would a run like it be accepted,
                and those accepted until now no more: look at the difference below before you save.
              </Notice>
            )}
            <PublisherForm
              providers={known}
              issuers={issuers.data ?? []}
              initial={draft}
              stored={stored}
              replaces={id}
              save={save}
            />
          </>
        );
      }}
    </Shown>
  );
}
