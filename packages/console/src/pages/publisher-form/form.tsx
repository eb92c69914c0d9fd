import { useEffect, useRef } from 'react';
import { Button, Difference, Failure, Field, Notice } from '../../elements/index.ts';
import { labelsOf } from '../../providers/index.ts';
import { NotConfirmed } from '../../session/change.tsx';
import { AnyRunField } from './any-run-field.tsx';
import { ClaimField } from './claim-field.tsx';
import { fieldOf, type PublisherBody } from './draft.ts';
import { ErrorSummary } from './error-summary.tsx';
import styles from './form.module.css';
import { IssuerField, type KnownIssuers } from './issuer-field.tsx';
import { LifetimeField } from './lifetime-field.tsx';
import { controlOf, openTo } from './mistakes.ts';
import { PackageField } from './package-field.tsx';
import { PasteBox } from './paste-box.tsx';
import { PermissionsField } from './permissions-field.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { ProviderChoice } from './provider-choice.tsx';
import type { Paste } from './read-paste.ts';
import { type FormOptions, useForm } from './use-form.ts';
import { usePaste } from './use-paste.ts';

export interface PublisherFormProps extends FormOptions {
  readonly issuers: KnownIssuers;
  /** What the address brought: filled in at once. */
  readonly start?: Paste;
  /** What is stored, where it is edited: shown against the draft. */
  readonly stored?: PublisherBody;
}

/** The form of a trusted publisher, new or edited, drawn from the provider's description. */
export function PublisherForm({ issuers, start, stored, ...options }: PublisherFormProps) {
  const form = useForm(options);
  const { draft, provider, preview, change, leave } = form;
  const { outcome, read } = usePaste(options.providers, form.fill);
  const chosen = stored !== undefined || Object.keys(form.body.claims).length > 0;
  const started = useRef(false);
  useEffect(() => {
    if (started.current || start === undefined) return;
    started.current = true;
    void read(start, { type: draft.type, chosen: false });
  });
  const open = openTo(draft, provider, preview);
  const unsaved = form.attempt > 0 && form.mistakes.length > 0 && form.fault === null;

  return (
    <form
      noValidate
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <div className={styles['fields']}>
        {unsaved ? <ErrorSummary mistakes={form.mistakes} attempt={form.attempt} /> : null}
        {form.fault === null ? null : <NotSaved fault={form.fault} />}
        {stored === undefined ? (
          <>
            <PasteBox
              providers={options.providers}
              outcome={outcome}
              onPaste={(paste) => void read(paste, { type: draft.type, chosen })}
            />
            <ProviderChoice providers={options.providers} type={draft.type} onChange={form.choose} />
            <PackageField
              value={draft.package}
              mistake={form.mistakeOf('package')}
              preview={preview}
              onChange={(text) => change({ package: text })}
              onLeave={() => leave('package')}
            />
          </>
        ) : null}
        <IssuerField
          provider={provider}
          known={issuers}
          value={draft.issuer}
          mistake={form.mistakeOf('issuer')}
          onChange={(issuer) => change({ issuer })}
          onLeave={() => leave('issuer')}
        />
        {provider.fields.map((field) => (
          <ClaimField
            key={`${provider.type} ${field.claim}`}
            field={field}
            value={fieldOf(draft, field)}
            mistake={form.mistakeOf(`claims.${field.claim}`)}
            onChange={(value) => change({ fields: { ...draft.fields, [field.claim]: value } })}
            onLeave={() => leave(`claims.${field.claim}`)}
          />
        ))}
        {open === undefined ? null : (
          <AnyRunField
            open={open}
            value={draft.anyRun}
            mistake={form.mistakeOf('anyRun')}
            onChange={(anyRun) => change({ anyRun })}
          />
        )}
        <PermissionsField
          value={draft.permissions}
          mistake={form.mistakeOf('permissions')}
          onChange={(permissions) => change({ permissions })}
        />
        <Field
          id={controlOf('note')}
          label="Note"
          lines={2}
          value={draft.note}
          onChange={(note) => change({ note })}
          onBlur={() => leave('note')}
          mistake={form.mistakeOf('note')}
          help="Why it exists. It is kept in the audit."
        />
        <LifetimeField
          value={draft.tokenLifetime}
          mistake={form.mistakeOf('tokenLifetime')}
          onChange={(tokenLifetime) => change({ tokenLifetime })}
          onLeave={() => leave('tokenLifetime')}
        />
      </div>
      <PreviewPanel
        preview={preview}
        fault={form.previewFault}
        open={[
          ...new Set(
            form.mistakes.map(
              ({ field, message }) => labelOf(field, provider.issuer.template?.label, labelsOf(provider)) ?? message,
            ),
          ),
        ]}
      />
      <div className={styles['save']}>
        {stored === undefined ? null : (
          <WhatChanges stored={stored} draft={preview?.publisher ?? form.body} labels={labelsOf(provider)} />
        )}
        <div>
          <Button type="submit" look="primary" isPending={form.saving}>
            {stored === undefined ? 'Save the publisher' : 'Save the change'}
          </Button>
        </div>
      </div>
    </form>
  );
}

interface WhatChangesProps {
  readonly stored: PublisherBody;
  readonly draft: PublisherBody;
  readonly labels: Readonly<Record<string, string>>;
}

/** What saving would change; the order in which claims stand is no change. */
function WhatChanges({ stored, draft, labels }: WhatChangesProps) {
  if (sorted(stored) === sorted(draft)) return <p className={styles['hint']}>Nothing is changed yet.</p>;
  return (
    <>
      <Difference caption="What changes" before={stored} after={draft} labels={labels} unchanged={false} />
      <p className={styles['hint']}>Saving ends the tokens it minted and forgets what its first run pinned.</p>
    </>
  );
}

const sorted = ({ claims, ...rest }: PublisherBody): string =>
  JSON.stringify([
    Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    Object.entries(claims).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);

function NotSaved({ fault }: { readonly fault: unknown }) {
  return fault instanceof NotConfirmed ? (
    <Notice tone="info" title="Not saved" live>
      {fault.message} What you filled in is still here.
    </Notice>
  ) : (
    <Failure fault={fault} title="Not saved" />
  );
}

function labelOf(
  field: string | undefined,
  hole: string | undefined,
  labels: Readonly<Record<string, string>>,
): string | undefined {
  if (field === 'package') return 'Package';
  if (field === 'issuer') return hole ?? 'Issuer';
  if (field === 'anyRun') return 'which runs';
  return field === undefined ? undefined : labels[field.replace(/^claims\./, '')];
}
