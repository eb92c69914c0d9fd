import type { Answer } from '../../api/index.ts';
import { Choice, Field, Prose } from '../../elements/index.ts';
import type { Provider } from '../../providers/index.ts';
import styles from './form.module.css';
import { askedTemplate, type IssuerDraft, issuerOf, typedSegment } from './issuer-draft.ts';
import { IssuerProbe } from './issuer-probe.tsx';
import { controlOf } from './mistakes.ts';

export type KnownIssuers = Answer<'GET /-/sallyport/v1/issuers'>;

export interface IssuerFieldProps {
  readonly provider: Provider;
  readonly known: KnownIssuers;
  readonly value: IssuerDraft;
  readonly mistake: string | undefined;
  readonly onChange: (value: IssuerDraft) => void;
  readonly onLeave: () => void;
}

/** Whose tokens: the hole of the public address, one that the configuration lists, or the usual one. Shown whole, and asked whether it answers. */
export function IssuerField({ provider, known, value, mistake, onChange, onLeave }: IssuerFieldProps) {
  const template = askedTemplate(provider);
  const configured = known.filter(
    ({ provider: type, issuer, configured, disabled }) =>
      type === provider.type && issuer !== undefined && configured && !disabled,
  );
  const usual = configured.find((issuer) => issuer.default)?.issuer ?? provider.issuer.exact[0];
  const issuer = issuerOf(value, provider) ?? (value.kind === 'usual' ? usual : undefined);
  const label = template?.label ?? 'Organisation';
  const options = [
    ...(template === undefined ? [] : [{ value: 'hole', text: `The public issuer of one ${label.toLowerCase()}` }]),
    ...(template === undefined || value.kind === 'usual'
      ? [
          {
            value: 'usual',
            text: usual === undefined ? 'Left open: the first accepted run decides' : `The usual one: ${usual}`,
          },
        ]
      : []),
    ...configured.flatMap(({ issuer: named }) =>
      named === undefined || named === usual ? [] : [{ value: named, text: named }],
    ),
    ...(value.kind === 'named' && configured.every((one) => one.issuer !== value.issuer)
      ? [{ value: value.issuer, text: `${value.issuer} (not configured)` }]
      : []),
  ];
  const chosen = value.kind === 'named' ? value.issuer : value.kind;
  return (
    <div className={styles['claim']}>
      {options.length < 2 ? null : (
        <Choice
          id={value.kind === 'hole' ? 'issuer-choice' : controlOf('issuer')}
          label="Issuer"
          value={chosen}
          options={options}
          onChange={(next) =>
            onChange(
              next === 'hole' || next === 'usual'
                ? { ...value, kind: next }
                : { ...value, kind: 'named', issuer: next },
            )
          }
        />
      )}
      {value.kind === 'hole' && template !== undefined ? (
        <Field
          id={controlOf('issuer')}
          label={label}
          isRequired
          mono
          value={value.segment}
          onChange={(text) => onChange({ ...value, segment: typedSegment(provider, text) })}
          onBlur={onLeave}
          mistake={mistake}
          help={
            <>
              {template.help === undefined ? null : <Prose text={template.help} />}{' '}
              <span className={styles['example']}>
                Example: <code>{template.example}</code>
              </span>
            </>
          }
        />
      ) : mistake === undefined ? null : (
        <p className={styles['mistake']}>{mistake}</p>
      )}
      {issuer === undefined || mistake !== undefined ? null : <IssuerProbe type={provider.type} issuer={issuer} />}
    </div>
  );
}
