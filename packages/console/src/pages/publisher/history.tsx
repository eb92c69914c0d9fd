import { Link } from '@tanstack/react-router';
import { type Answer, useAnswer } from '../../api/index.ts';
import { Difference, Empty, Outside, Section, Shown, Time } from '../../elements/index.ts';
import { labelsOf, providerOf, useProviders } from '../../providers/index.ts';
import styles from './page.module.css';

type Entry = Answer<'GET /-/sallyport/v1/audit'>[number];

/** Every change of this publisher, newest first, with who made it and what it changed. */
export function History({ id }: { readonly id: string }) {
  const query = useAnswer('GET /-/sallyport/v1/audit', { query: { publisher: id, kind: 'trust', limit: '50' } });
  return (
    <Section title="Changes">
      <Shown query={query} what="its changes">
        {(entries) =>
          entries.length === 0 ? (
            <Empty title="The audit has no change of it" />
          ) : (
            <ol className={styles['changes']}>
              {entries.map((entry) => (
                <li key={entry.id}>
                  <Change entry={entry} />
                </li>
              ))}
            </ol>
          )
        }
      </Shown>
    </Section>
  );
}

const WORDS: Readonly<Record<string, string>> = { added: 'Added', edited: 'Changed', removed: 'Removed' };

function Change({ entry: { id, at, outcome, actor, change } }: { readonly entry: Entry }) {
  const providers = useProviders();
  const { before, after } = changeOf(change);
  const labels = labelsOf(providerOf(providers.data, typeOf(after ?? before)));
  const word = WORDS[outcome] ?? outcome;
  return (
    <article className={styles['change']}>
      <h3 className={styles['row']}>
        <Link to="/decisions/$id" params={{ id: String(id) }}>
          {word}
        </Link>
        <Time at={at} />
      </h3>
      <p className={styles['hint']}>
        By <Outside text={whoOf(actor)} mono={false} />
      </p>
      {outcome === 'edited' ? (
        <Difference caption="What was changed" before={before} after={after} labels={labels} unchanged={false} />
      ) : (
        <details>
          <summary>As it was {outcome === 'removed' ? 'when it was removed' : 'added'}</summary>
          <Difference caption={word} {...(outcome === 'removed' ? { before } : { after })} labels={labels} />
        </details>
      )}
    </article>
  );
}

/** A person by the name that the upstream knows; an administrator by where the token is configured, or the account of the one-time link. */
function whoOf({ person, administrator, address }: Entry['actor']): string {
  const from = typeof address === 'string' ? ` from ${address}` : '';
  if (typeof person === 'string') return `${person}${from}`;
  if (administrator === 'account') return `the administrator's account${from}`;
  return typeof administrator === 'string' ? `an administrator's token (${administrator})${from}` : `the gate${from}`;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const changeOf = (change: unknown): { readonly before?: unknown; readonly after?: unknown } =>
  isObject(change) ? change : {};
const typeOf = (publisher: unknown): string => (isObject(publisher) ? String(publisher['type']) : '');
