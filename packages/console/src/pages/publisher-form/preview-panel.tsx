import { Block, Failure, Id, Notice } from '../../elements/index.ts';
import { Raise, StrengthBadge } from '../../publishers/index.ts';
import styles from './form.module.css';
import type { Preview } from './mistakes.ts';

export interface PreviewPanelProps {
  readonly preview: Preview | undefined;
  readonly fault: unknown;
  /** What is still to be filled in or put right, by its label. */
  readonly open: readonly string[];
}

/** What this publisher would mean, while it is filled in. */
export function PreviewPanel({ preview, fault, open }: PreviewPanelProps) {
  return (
    <section className={styles['preview']} aria-labelledby="preview-title">
      <h2 id="preview-title">What it will accept</h2>
      {fault === null ? null : <Failure fault={fault} title="The gate did not check this draft" />}
      {preview === undefined ? null : <Meaning preview={preview} open={open} />}
      {preview === undefined ? null : (
        <>
          <h2>For the pipeline</h2>
          <div>
            <span className={styles['hint']}>Audience of the token</span>
            <div>
              <Id value={preview.audience} what="the audience" />
            </div>
          </div>
          {preview.snippet === undefined ? null : (
            <Block text={preview.snippet.text} title={preview.snippet.file} what="the pipeline step" />
          )}
          {preview.sample === undefined ? null : (
            <details>
              <summary>A token that it accepts</summary>
              <Block text={JSON.stringify(preview.sample, null, 2)} title="Payload" what="the sample payload" />
            </details>
          )}
        </>
      )}
    </section>
  );
}

function Meaning({
  preview: { accepts, strength },
  open,
}: {
  readonly preview: Preview;
  readonly open: readonly string[];
}) {
  return (
    <>
      <p role="status" className={accepts === undefined ? styles['hint'] : styles['accepts']}>
        {accepts !== undefined && open.length === 0 ? <bdi>{accepts}</bdi> : null}
        {open.length === 0 ? null : `Still to fill in or put right: ${open.join(', ')}.`}
      </p>
      {strength === undefined ? null : (
        <div className={styles['strength']}>
          <div className={styles['row']}>
            <span>Strength</span> <StrengthBadge level={strength.level} />
          </div>
          {strength.level === 'weak' ? (
            <Notice tone="warn" title="What would raise it">
              <Raise raise={strength.raise} />
            </Notice>
          ) : (
            <Raise raise={strength.raise} />
          )}
        </div>
      )}
    </>
  );
}
