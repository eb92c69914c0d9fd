import { Block, Difference, Outside } from '../../elements/index.ts';
import { type Entry, isObject, outcomeOf, reasonOf } from '../../entries/index.ts';
import { labelsOf, providerOf, useProviders } from '../../providers/index.ts';
import styles from './page.module.css';

/** What an entry holds: why, what changed, and the entry itself as the export has it. */
export function EntryDetails({ entry }: { readonly entry: Entry }) {
  const providers = useProviders();
  const { change, kind } = entry;
  const { means } = outcomeOf(entry);
  const reason = reasonOf(entry);
  const { before, after } = kind === 'trust' && isObject(change) ? change : {};
  const publisher = isObject(after) ? after : before;
  const type = isObject(publisher) && typeof publisher['type'] === 'string' ? publisher['type'] : '';
  return (
    <div className={styles['details']}>
      {reason === undefined ? null : (
        <p>
          <Outside text={reason} mono={false} />
        </p>
      )}
      {means === undefined ? null : <p className={styles['muted']}>{means}</p>}
      {before === undefined && after === undefined ? null : (
        <Difference
          caption="What changed"
          before={before}
          after={after}
          labels={{ trustedPublishingOnly: 'Trusted publishing only', ...labelsOf(providerOf(providers.data, type)) }}
        />
      )}
      <details>
        <summary>The whole entry</summary>
        <Block text={JSON.stringify(entry, undefined, 2)} title={`Entry ${entry.id}`} what={`entry ${entry.id}`} />
      </details>
    </div>
  );
}
